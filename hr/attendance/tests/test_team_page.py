"""The team today."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hr.attendance.tests.factories import BREAK, IN, OUT, clock_at, employee_of, punched
from hr.people.actions import hire_employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User
from tests.cast import CREATED


@pytest.fixture
def show(sign_in: Callable[[User], Any]) -> Callable[..., str]:
    """The page on Tuesday 10 March 2026 at 09:40."""

    clients: dict[User, Any] = {}

    def get(viewer: User, query: str = "") -> str:
        client = clients[viewer] = clients.get(viewer) or sign_in(viewer)
        with clock_at("2026-03-10 09:40"):
            page: str = client.get(f"/time/team/{query}").content.decode()
        return page.split('<main class="page"')[1].split("</main>", maxsplit=1)[0]

    return get


@pytest.fixture
def a_morning(alice: User, bob: User, carol: User) -> None:
    # The owner's first day is the day on which the test's company was made.
    employ_user(alice)
    punched(employee_of(alice), (IN, "2026-03-10 08:00"), (OUT, "2026-03-10 09:30"))
    punched(employee_of(bob), (IN, "2026-03-10 09:20"), (BREAK, "2026-03-10 09:35"))
    punched(employee_of(carol), (IN, "2026-03-10 09:25"))


@pytest.mark.usefixtures("a_morning")
def test_a_manager_sees_direct_reports(show: Callable[..., str], bob: User) -> None:
    page = show(bob)
    assert "Carol Chen" in page
    assert "since 09:25, 25 min late" in page
    assert "Alice Archer" not in page


@pytest.mark.usefixtures("a_morning")
def test_whoever_may_see_attendance_sees_everybody(show: Callable[..., str], alice: User) -> None:
    page = show(alice)
    for words in ("Working", "On a break", "Finished", "at 09:30", "1 h 30 min", "Dave Dunn", "Not in yet"):
        assert words in page


@pytest.mark.usefixtures("a_morning")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=working", {"Carol Chen"}),
        ("?status=expected", {"Dave Dunn"}),
        ("?q=engineering", {"Bob Brown", "Carol Chen"}),
        ("?q=brown&status=break", {"Bob Brown"}),
        ("?q=nobody", set()),
        ("?status=nonsense&q=dunn", {"Dave Dunn"}),
    ],
)
def test_search_and_filter(show: Callable[..., str], alice: User, query: str, found: set[str]) -> None:
    page = show(alice, query)
    assert {name for name in ("Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn") if name in page} == found
    assert ("Nobody matches" in page) == (not found)


def test_nobody_reports_to_an_employee(show: Callable[..., str], carol: User) -> None:
    assert "Nobody reports to you" in show(carol)


def test_who_has_left_is_not_in_the_team(show: Callable[..., str], bob: User, carol: User) -> None:
    employ_user(carol, end_date=date(2026, 3, 9))
    assert "Carol Chen" not in show(bob)


def test_a_night_shift_still_runs_after_midnight(sign_in: Callable[[User], Any], bob: User, carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-09 22:00"))
    client = sign_in(bob)
    with clock_at("2026-03-10 05:00"):
        assert "since 22:00" in client.get("/time/team/").content.decode()


@pytest.mark.usefixtures("a_morning")
def test_statements_do_not_grow_with_the_team(show: Callable[..., str], alice: User, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        hire_employee(
            first_name="Person",
            last_name=str(number),
            work_email=f"person{number}@acme.example",
            start_date=date(2026, 1, 5),
            today=CREATED.date(),
            acting_user=alice,
        )
    show(alice)
    with django_assert_max_num_queries(6):
        page = show(alice)
    assert "1 to 50 of 64" in page
