"""The team today."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from hr.attendance.access import visible_team
from hr.attendance.queries import TeamMember, read_own_time, read_team
from hr.attendance.rules import Presence, expected_minutes
from hr.attendance.tests.factories import BREAK, IN, OUT, clock_at, employee_of, punched, utc
from hr.calendars.actions import add_pattern, change_pattern
from hr.calendars.rules import Shift
from hr.people.actions import hire_employee
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.company_settings.queries import get_settings
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


class TestPatterns:
    """Bob leads Carol, who works nights from Monday to Thursday."""

    @pytest.fixture(autouse=True)
    def _nights(self, carol: User, alice: User) -> None:
        shift = Shift(time(22), time(6), 30)
        pattern = add_pattern(name="Nights", cycle_days=7, acting_user=alice)
        shifts = dict.fromkeys([1, 2, 3, 4], shift)
        monday = pattern.anchor_date
        change_pattern(pattern=pattern, name="Nights", cycle_days=7, anchor_date=monday, shifts=shifts, acting_user=alice)
        employ_user(carol, work_pattern=pattern)

    @pytest.fixture
    def carol_at(self, bob: User, acme: Company) -> Callable[[str], TeamMember]:
        def read(moment: str) -> TeamMember:
            today = utc(moment).date()
            team = read_team(employees=visible_team(bob, today), settings=get_settings(), now=utc(moment))
            return next(member for member in team if member.full_name == "Carol Chen")

        return read

    @pytest.mark.parametrize(
        ("moment", "presence"),
        [
            ("2026-03-10 10:00", Presence.OFF),
            ("2026-03-10 22:10", Presence.OFF),
            ("2026-03-10 22:20", Presence.EXPECTED),
            # Past midnight it is yesterday's shift that nobody came to.
            ("2026-03-11 03:00", Presence.EXPECTED),
            ("2026-03-11 06:01", Presence.OFF),
            # Friday night is free, and Friday before six still belongs to Thursday's.
            ("2026-03-13 05:00", Presence.EXPECTED),
            ("2026-03-13 23:00", Presence.OFF),
        ],
    )
    def test_is_missed_at_night_and_not_by_day(
        self, carol_at: Callable[[str], TeamMember], moment: str, presence: Presence
    ) -> None:
        assert carol_at(moment).presence == presence

    def test_who_went_home_at_night_has_finished(self, carol_at: Callable[[str], TeamMember], carol: User) -> None:
        punched(employee_of(carol), (IN, "2026-03-10 22:05"), (OUT, "2026-03-11 02:00"))
        member = carol_at("2026-03-11 03:00")
        assert (member.presence, member.day.business_date, member.day.late_minutes) == (Presence.FINISHED, date(2026, 3, 10), 0)
        assert member.day.planned_minutes == 480

    def test_a_holiday_is_free(self, carol_at: Callable[[str], TeamMember], alice: User, carol: User, dave: User) -> None:
        assert carol_at("2026-12-24 22:30").presence == Presence.EXPECTED
        employ_user(carol)
        employ_user(dave)
        employ_user(alice)
        christmas = utc("2026-12-25 11:00")
        team = read_team(employees=visible_team(alice, christmas.date()), settings=get_settings(), now=christmas)
        assert {member.full_name: member.presence for member in team}["Dave Dunn"] == Presence.OFF

    def test_own_time_goes_by_the_pattern(self, carol: User) -> None:
        employee = Employee.objects.as_of(date(2026, 3, 12)).get(user=carol)
        own = read_own_time(employee=employee, settings=get_settings(), now=utc("2026-03-12 12:00"))
        assert [expected_minutes(day, own.plan) for day in own.week] == [450] * 4 + [0] * 3
        assert own.today.is_working_day
