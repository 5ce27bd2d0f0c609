"""The start page of the company administration."""

from collections.abc import Callable
from typing import Any

import pytest

from conftest import HostClient
from hr.attendance.dashboard import department_rows, presence_bar
from hr.attendance.tests.factories import BREAK, IN, clock_at, employee_of, punched
from hr.people.models import Department, Employee
from hr.people.tests.factories import add_people, employ_user
from tenants.accounts.models import User

NOON = "2026-03-10 12:00"


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def a_morning(alice: User, bob: User) -> None:
    """Alice works, Bob is on a break and came late; Carol and Dave are missing."""
    # Her record begins on the day on which the suite made the company.
    employ_user(alice)
    punched(employee_of(alice), (IN, "2026-03-10 08:58"))
    punched(employee_of(bob), (IN, "2026-03-10 09:40"), (BREAK, "2026-03-10 11:50"))


def get(client: HostClient) -> Any:
    with clock_at(NOON):
        return client.get("/admin/")


@pytest.mark.usefixtures("a_morning")
def test_it_says_who_is_here_missing_and_late(alices_client: HostClient) -> None:
    page = get(alices_client)

    counts = {each.presence.value: each.count for each in page.context["counts"]}
    assert counts == {"working": 1, "break": 1, "expected": 2, "finished": 0, "off": 0}
    assert [row.full_name for row in page.context["missing"]] == ["Carol Chen", "Dave Dunn"]
    assert [(row.full_name, row.late_minutes) for row in page.context["late"]] == [("Bob Brown", 40)]
    assert "Tuesday 10 March" in page.content.decode()


@pytest.mark.usefixtures("a_morning")
def test_its_pictures_have_figures_behind_them(alices_client: HostClient) -> None:
    page = get(alices_client)

    rows = {row.name: (row.present, row.people) for row in page.context["departments"]}
    assert rows == {"Engineering": (1, 2), "Finance": (0, 1), "Without a department": (1, 1)}
    assert "1 of 2" in page.content.decode()
    parts = page.context["parts"]
    assert [part.count for part in parts] == [1, 1, 2]
    assert parts[-1].x + parts[-1].width == pytest.approx(1000, abs=1)


def test_nobody_makes_an_empty_picture() -> None:
    assert presence_bar([]) == []
    assert department_rows([]) == []


def test_the_newest_changes_are_told_to_whom_may_read_them(
    alices_client: HostClient, sign_in: Callable[[User], HostClient], dave: User
) -> None:
    assert "Alice Archer added Dave Dunn as an employee." in get(alices_client).content.decode()
    html = get(sign_in(dave)).content.decode()
    assert "Right now" in html
    assert "Latest changes" not in html


def test_a_new_company_is_shown_how_to_begin(alices_client: HostClient) -> None:
    assert "First steps" not in get(alices_client).content.decode()
    Employee.objects.exclude(first_name="Alice").delete()
    Department.objects.all().delete()

    page = get(alices_client)

    assert [(str(step.title), step.is_done) for step in page.context["steps"]] == [
        ("Check how your company works", False),
        ("Make departments", False),
        ("Add your people", False),
    ]
    assert "/admin/people/employee/add/" in page.content.decode()


def test_it_costs_as_few_queries_with_500_people_as_with_4(alices_client: HostClient, django_assert_max_num_queries: Any) -> None:
    add_people(500)
    # The first page of a session looks the host up and writes the secret of its forms.
    alices_client.get("/admin/")

    with django_assert_max_num_queries(12):
        alices_client.get("/admin/")
