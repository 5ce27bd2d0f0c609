"""The demo: what it makes up, and that planting it twice makes no difference."""

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.periods import DateRange
from core.tenancy import in_public
from hr.attendance.models import Punch
from hr.attendance.rules import (
    ClockState,
    ClockStatus,
    DaySummary,
    PunchFact,
    PunchKind,
    WorkPlan,
    check_punch,
    state_after,
    summarise_days,
)
from hr.people.models import Department, Employee
from superadmin.demo.attendance import NIGHTS, OFFICE, SLOW_STARTER, Habits, punches_of, working_days
from superadmin.demo.cast import ACME, COMPANIES, DEMO_PASSWORD, DemoCompany, Person, Team
from superadmin.demo.planting import AddressInUse, plant_company, plant_people, plant_staff
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import User
from tenants.companies.models import Company

LONDON = "Europe/London"
MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
OFFICE_PLAN = WorkPlan(time(9), time(17, 30), frozenset(MONDAY_TO_FRIDAY), grace_minutes=15, overtime_threshold_minutes=480)
# Holds the night in which the clocks go forward.
FIRST, LAST = date(2026, 1, 12), date(2026, 4, 10)
DAYS = working_days(FIRST, LAST, weekdays=MONDAY_TO_FRIDAY)
AFTERWARDS = datetime(2026, 4, 12, tzinfo=UTC)


def made(habits: Habits, *, seed: str = "x", until: datetime = AFTERWARDS, zone: str = LONDON) -> list[PunchFact]:
    return punches_of(habits, DAYS, zone_name=zone, until=until, random=Random(seed))


def days_of(habits: Habits, seed: str = "x") -> list[DaySummary]:
    return list(summarise_days(DateRange(FIRST, LAST), made(habits, seed=seed), plan=OFFICE_PLAN, zone_name=LONDON, now=AFTERWARDS))


class TestPunches:
    def test_the_same_lots_give_the_same_punches(self) -> None:
        assert made(OFFICE) == made(OFFICE)
        assert made(OFFICE) != made(OFFICE, seed="y")

    def test_a_later_look_sees_the_same_past(self) -> None:
        noon = datetime(2026, 4, 10, 11, 30, tzinfo=UTC)

        assert made(OFFICE, until=noon) == [punch for punch in made(OFFICE) if punch.occurred_at <= noon]

    @pytest.mark.parametrize("habits", [OFFICE, SLOW_STARTER, NIGHTS])
    @pytest.mark.parametrize("zone", [LONDON, "America/New_York", "Asia/Kolkata"])
    @pytest.mark.parametrize("seed", ["a", "b", "c"])
    def test_the_clock_would_have_taken_every_one(self, habits: Habits, zone: str, seed: str) -> None:
        state = ClockState()
        for number, punch in enumerate(punches := made(habits, seed=seed, zone=zone)):
            check_punch(state.at(punch.occurred_at), punch.kind, punch.occurred_at)
            state = state_after(punches[: number + 1])

    def test_ninety_days_look_like_somebody_s_working_life(self) -> None:
        days = [day for seed in range(12) for day in days_of(OFFICE, str(seed))]
        present = [day for day in days if day.first_in]
        whole = [day.worked_minutes for day in present if not day.is_unfinished]

        assert {day.business_date.isoweekday() for day in present} == set(MONDAY_TO_FRIDAY)
        assert 0.85 < len(present) / (12 * len(DAYS)) < 0.98
        assert 440 < sum(whole) / len(whole) < 500
        assert 0.02 < sum(day.late_minutes > 0 for day in present) / len(present) < 0.12
        assert any(day.is_unfinished for day in present)
        assert any(day.overtime_minutes > 45 for day in present)

    def test_a_night_ends_the_next_morning(self) -> None:
        outs = [punch for punch in made(NIGHTS) if punch.kind == PunchKind.OUT]

        assert {punch.wall_time.hour for punch in outs} <= {5, 6, 7}
        assert {punch.wall_time.isoweekday() for punch in outs} <= {2, 3, 4, 5, 6}

    def test_this_morning_most_are_in_and_some_are_not_yet(self) -> None:
        now = datetime(2026, 4, 10, 8, 3, tzinfo=UTC)
        states = [state_after(made(OFFICE, seed=str(seed), until=now)).at(now).status for seed in range(40)]

        assert 25 < states.count(ClockStatus.WORKING) < 40


class TestCast:
    def test_numbers(self) -> None:
        assert [len(company.people) for company in COMPANIES] == [48, 12]
        assert sum(len(team.people) for team in ACME.teams if team.habits == NIGHTS) == 4
        assert len({company.country for company in COMPANIES}) == 2

    @pytest.mark.parametrize("company", COMPANIES, ids=str)
    def test_everybody_has_an_address_of_their_own_that_no_mail_reaches(self, company: DemoCompany) -> None:
        addresses = {company.email_of(person) for person in company.people}

        assert len(addresses) == len(company.people)
        assert all(address.isascii() and address.endswith(".example") for address in addresses)


SMALL = DemoCompany(
    name="Small",
    subdomain="small",
    country="GB",
    time_zone=LONDON,
    currency="GBP",
    tagline="Three of us",
    primary_color="#0f766e",
    shown=(),
    teams=(
        Team("Board", (Person("Alice Archer", "Owner", BuiltInRole.OWNER, weeks_here=50),)),
        Team(
            "Yard",
            (Person("Lee Yard", "Foreman", BuiltInRole.MANAGER), Person("Mo Nightly", "Guard", habits=NIGHTS, weeks_here=2)),
            part_of="Board",
            uses_kiosk=True,
        ),
    ),
)


@pytest.fixture
def small(acme: Company) -> DemoCompany:
    """A demo company that is planted into Alice's, since a schema of its own needs a committed transaction."""
    Employee.objects.filter(work_email="alice@acme.example").update(work_email="alice@small.example")
    return SMALL


class TestPlanting:
    def test_people_report_to_each_other_and_have_punches_up_to_now(self, small: DemoCompany) -> None:
        now = datetime(2026, 4, 9, 13, 0, tzinfo=UTC)
        plant_people(small, now=now)

        people = Employee.objects.as_of(now.date())
        alice, lee, mo = (people.get(work_email=f"{name}@small.example") for name in ("alice", "lee", "mo"))
        assert (alice.terms.job_title, lee.terms.manager, mo.terms.manager) == ("Owner", alice, lee)
        assert str(Department.objects.get(name="Yard").parent) == "Board"
        assert User.objects.get(email="mo@small.example").check_password(DEMO_PASSWORD)
        assert Punch.objects.filter(employee=lee, source="kiosk").count() > 100
        assert Punch.objects.filter(employee=mo).earliest("occurred_at").wall_time.date() >= mo.period.start_date
        latest = Punch.objects.latest("id")
        assert latest == Punch.objects.latest("occurred_at")
        assert now - timedelta(hours=6) < latest.occurred_at <= now

    def test_a_company_that_has_people_is_left_alone(self, globex: Company) -> None:
        with in_public():
            now = timezone.now()
            staff = plant_staff(now=now)
            assert plant_staff(now=now) == staff

            assert not plant_company(COMPANIES[1], staff=staff, now=now)
        with tenant_context(globex):
            assert Employee.objects.count() == 2

    def test_somebody_else_s_company_is_never_touched(self, globex: Company) -> None:
        with in_public():
            Company.objects.filter(pk=globex.pk).update(owner_email="other@globex.example")
            staff = plant_staff(now=timezone.now())

            with pytest.raises(AddressInUse, match="belongs to Globex, which is not"):
                plant_company(COMPANIES[1], staff=staff, now=timezone.now())


class TestCommand:
    def test_prints_the_logins_and_nothing_else(self, db: None) -> None:
        output = io.StringIO()
        call_command("seed_demo", logins=True, stdout=output)
        logins = json.loads(output.getvalue())

        assert [(login["name"], login["role"]) for login in logins] == [
            ("Alice Archer", "Owner"),
            ("Dave Dunn", "Payroll"),
            ("Bob Brown", "Manager"),
            ("Carol Chen", "Employee"),
            ("Mallory Marsh", "Owner"),
            ("Olga Petrova", "Platform staff"),
        ]
        assert logins[0]["url"] == "http://acme.rooster.test/"
        assert set(logins[0]) == {"company", "url", "name", "role", "email", "password"}

    def test_keeps_away_from_production(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.production")

        with pytest.raises(CommandError, match="passwords are public"):
            call_command("seed_demo")
