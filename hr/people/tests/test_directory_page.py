"""The directory."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hr.people.actions import hire_employee
from hr.people.models import Department, Employee
from hr.people.tests.factories import employ
from tenants.accounts.models import RoleGrant, User
from tests.cast import CREATED


@pytest.fixture
def show(sign_in: Callable[[User], Any], carol: User) -> Callable[..., str]:
    """The content of Carol's page."""
    client = sign_in(carol)

    def get(query: str = "") -> str:
        page: str = client.get(f"/people/{query}").content.decode()
        return page.split('<main class="page"')[1].split("</main>", maxsplit=1)[0]

    return get


def names_in(page: str) -> list[str]:
    """The people in the order in which they are listed."""
    return re.findall(r'<a class="row-link" href="/people/[^"]+">([^<]+)</a>', page)


def test_everybody_by_name_with_a_count(show: Callable[..., str]) -> None:
    page = show()
    assert names_in(page) == ["Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"]
    assert "4 people at Acme Robotics" in page


def test_a_row_leads_to_the_profile(show: Callable[..., str], carols_record: Employee) -> None:
    assert f'href="/people/{carols_record.pk}/"' in show()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=carol", ["Carol Chen"]),
        ("?q=CHEN+Carol", ["Carol Chen"]),
        ("?q=engineering", ["Bob Brown", "Carol Chen"]),
        ("?q=dave@acme", ["Dave Dunn"]),
        ("?q=100%25", []),
        ("?sort=-name", ["Dave Dunn", "Carol Chen", "Bob Brown", "Alice Archer"]),
        ("?sort=department", ["Bob Brown", "Carol Chen", "Dave Dunn", "Alice Archer"]),
        ("?sort=nonsense&department=nonsense", ["Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"]),
    ],
)
def test_search_and_order(show: Callable[..., str], query: str, names: list[str]) -> None:
    page = show(query)
    assert names_in(page) == names
    assert ("Nobody matches" in page) == (not names)


def test_newest_first(show: Callable[..., str], carols_record: Employee) -> None:
    employ(carols_record, start_date=date(2200, 1, 1))
    assert names_in(show("?sort=start"))[0] == "Carol Chen"


def test_the_filter_by_department_stays_in_the_form(show: Callable[..., str]) -> None:
    finance = Department.objects.get(name="Finance")
    page = show(f"?department={finance.pk}&q=d")
    assert names_in(page) == ["Dave Dunn"]
    assert f'<option value="{finance.pk}" selected>' in page
    assert 'value="d"' in page


def test_who_has_left_is_not_listed(show: Callable[..., str], bobs_record: Employee) -> None:
    yesterday = timezone.now().date() - timedelta(days=2)
    employ(bobs_record, end_date=yesterday, start_date=date(2020, 1, 1))
    assert "Bob Brown" not in names_in(show())


def test_pages_and_statements(show: Callable[..., str], alice: User, django_assert_max_num_queries: Any) -> None:
    for number in range(80):
        hire_employee(
            first_name="Person",
            last_name=f"{number:03}",
            work_email=f"person{number}@acme.example",
            start_date=date(2026, 1, 5),
            today=CREATED.date(),
            acting_user=alice,
        )
    show()
    with django_assert_max_num_queries(8):
        page = show("?q=person&page=2")
    assert names_in(page) == [f"Person {number:03}" for number in range(50, 80)]
    assert "51 to 80 of 80" in page
    assert 'href="?q=person&amp;page=1"' in page


def test_without_the_right_it_is_forbidden(sign_in: Callable[[User], Any], carol: User) -> None:
    RoleGrant.objects.filter(role__code="employee", capability="people.view").delete()
    assert sign_in(carol).get("/people/").status_code == 403


def test_people_of_the_other_company_are_not_listed(mallory_client: Any) -> None:
    names = names_in(mallory_client.get("/people/").content.decode())
    assert names == ["Carol Chen", "Mallory Marsh"]
