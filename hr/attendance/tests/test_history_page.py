"""Months of one person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django_tenants.utils import tenant_context

from hr.attendance.tests.factories import BACK, BREAK, IN, OUT, clock_at, employee_of, punched
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User
from tenants.companies.models import Company


@pytest.fixture
def show(sign_in: Callable[[User], Any], carol: User) -> Callable[..., str]:
    """Carol's own page, on Friday 13 March 2026 at noon."""
    client = sign_in(carol)

    def get(query: str = "") -> str:
        with clock_at("2026-03-13 12:00"):
            page: str = client.get(f"/time/{query}").content.decode()
        return page

    return get


def row_of(page: str, day: str) -> str:
    """A day's row, without its markup's line breaks."""
    return " ".join(page.split(f'id="day-{day}"')[1].split("</tr>", maxsplit=1)[0].split())


def test_a_day_is_shown_with_all_its_figures(show: Callable[..., str], carol: User) -> None:
    employee = employee_of(carol)
    punched(employee, (IN, "2026-03-10 09:20"), (BREAK, "2026-03-10 12:30"), (BACK, "2026-03-10 13:00"), (OUT, "2026-03-10 18:50"))
    row = row_of(show(), "2026-03-10")
    for figure in ("Tue 10 Mar", "09:20", "18:50", "30 min", "9 h", "20 min", "1 h"):
        assert figure in row


def test_totals_add_up(show: Callable[..., str], carol: User) -> None:
    employee = employee_of(carol)
    punched(employee, (IN, "2026-03-09 09:00"), (BREAK, "2026-03-09 12:00"), (BACK, "2026-03-09 12:20"), (OUT, "2026-03-09 17:05"))
    punched(employee, (IN, "2026-03-10 09:30"), (BREAK, "2026-03-10 12:00"), (BACK, "2026-03-10 12:25"), (OUT, "2026-03-10 19:00"))
    foot = show().split("<tfoot>")[1].split("</tfoot>")[0]
    for total in ("45 min", "16 h 50 min", "30 min", "1 h 5 min"):
        assert total in foot


def test_a_night_belongs_to_the_date_on_which_it_began(show: Callable[..., str], carol: User) -> None:
    """From 31 March to 1 April it counts for March; the clock-out says that it was the day after."""
    punched(employee_of(carol), (IN, "2026-01-31 22:00"), (OUT, "2026-02-01 06:00"))
    row = row_of(show("?month=2026-01"), "2026-01-31")
    assert "06:00 <small>+1 day</small>" in row
    assert "8 h" in row
    assert "Nothing recorded in this month" in show("?month=2026-02")


def test_an_hour_is_gained_where_summer_time_ends(sign_in: Callable[[User], Any], carol: User) -> None:
    punched(employee_of(carol), (IN, "2025-10-25 21:00"), (OUT, "2025-10-26 06:00"))
    with clock_at("2026-03-13 12:00"):
        row = row_of(sign_in(carol).get("/time/?month=2025-10").content.decode(), "2025-10-25")
    assert "22:00" in row
    assert "9 h" in row


def test_a_forgotten_clock_out_is_marked_and_explained(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-09 09:04"), (BREAK, "2026-03-09 12:30"), (BACK, "2026-03-09 13:00"))
    page = show()
    assert "Clock-out missing" in row_of(page, "2026-03-09")
    assert "3 h 26 min" in row_of(page, "2026-03-09")
    assert "On 1 day the clock-out is missing." in page


def test_a_session_that_runs_is_no_mistake(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-13 09:00"))
    page = show()
    assert "Running" in row_of(page, "2026-03-13")
    assert "the clock-out is missing" not in page


def test_an_empty_month_says_what_to_do(show: Callable[..., str]) -> None:
    page = show()
    assert "Nothing recorded in this month" in page
    assert 'href="/"' in page


def test_months_lead_to_each_other_while_the_person_is_employed(show: Callable[..., str], carol: User) -> None:
    employ_user(carol, start_date=date(2026, 2, 9))
    assert 'href="?month=2026-02" rel="prev"' in show()
    assert 'rel="next"' not in show()
    february = show("?month=2026-02")
    assert 'rel="prev"' not in february
    assert 'href="?month=2026-03" rel="next"' in february


@pytest.mark.parametrize("query", ["?month=2026-13", "?month=yesterday", "?month=1026-01"])
def test_a_month_that_is_none_is_not_found(sign_in: Callable[[User], Any], carol: User, query: str) -> None:
    assert sign_in(carol).get(f"/time/{query}").status_code == 404


@pytest.mark.parametrize(
    ("viewer", "status"), [("bob", 200), ("alice", 200), ("dave", 200), ("carol", 200), ("mallory_of_acme", 404)]
)
def test_who_may_see_carols_days(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Any], carol: User, viewer: str, status: int
) -> None:
    """Her manager, those who may see everybody's attendance, and she herself; not a colleague."""
    subject = employee_of(carol)
    if viewer == "mallory_of_acme":
        viewer, subject = "carol", employee_of(request.getfixturevalue("bob"))
    assert sign_in(request.getfixturevalue(viewer)).get(f"/time/{subject.pk}/").status_code == status


def test_people_of_another_company_do_not_exist(sign_in: Callable[[User], Any], alice: User, globex: Company) -> None:
    with tenant_context(globex):
        stranger = Employee.objects.get(work_email="mallory@globex.example")
    assert sign_in(alice).get(f"/time/{stranger.pk}/").status_code == 404


def test_an_account_without_an_employee_gets_an_explanation(sign_in: Callable[[User], Any], carol: User) -> None:
    Employee.objects.filter(user=carol).update(user=None)
    assert "no employee record" in sign_in(carol).get("/time/").content.decode()


def test_statements(show: Callable[..., str], carol: User, django_assert_max_num_queries: Any) -> None:
    for day in range(1, 13):
        punched(employee_of(carol), (IN, f"2026-03-{day:02} 09:00"), (OUT, f"2026-03-{day:02} 17:00"))
    show()
    with django_assert_max_num_queries(8):
        show()
