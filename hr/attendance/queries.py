"""Reads of attendance: one person's day, week and month, and the team today."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet, Subquery

from core.dates import local_date
from core.periods import DateRange, week_of
from core.prepared import prepared
from hr.attendance.models import Punch
from hr.attendance.rules import (
    ClockState,
    DaySummary,
    Presence,
    PunchFact,
    PunchKind,
    WorkPlan,
    business_date_at,
    date_of_shift,
    presence_at,
    punch_window,
    sessions_from,
    state_after,
    summarise_day,
    summarise_days,
)
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.planned import PlanKey, planned_days, plans_for
from tenants.company_settings.models import CompanySettings

# The business date of now began at most 41 hours ago: 16 of a session that runs, 25 of the longest day before it.
_TODAY_REACHES_BACK = timedelta(hours=48)
_COLUMNS = ("kind", "occurred_at", "wall_time", "utc_offset_minutes", "zone_name")
# Columns of a team's rows: whose they are, what is planned for them, and the punch.
_PERSON, _PLAN_KEY, _PUNCH = 7, slice(9, 11), 11


@dataclass(frozen=True, slots=True)
class OwnTime:
    """What somebody sees of their own time now."""

    now: datetime
    zone_name: str
    plan: WorkPlan
    state: ClockState
    """The state that counts now."""
    today: DaySummary
    """The business date that counts now: yesterday's, while a night shift runs."""
    week: list[DaySummary]
    """The company's week around it."""
    month: list[DaySummary]
    """Its month, up to it."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody in the team's list of today."""

    employee_id: UUID
    user_id: UUID | None
    full_name: str
    job_title: str
    department: str
    photo: str
    presence: Presence
    state: ClockState
    day: DaySummary

    @property
    def searched(self) -> str:
        """What a search looks through."""
        return f"{self.full_name} {self.job_title} {self.department}".casefold()


def work_plan_of(settings: CompanySettings) -> WorkPlan:
    """What the company expects of a day."""
    return WorkPlan(
        start=settings.workday_start,
        end=settings.workday_end,
        working_days=frozenset(settings.working_days),
        grace_minutes=settings.grace_minutes,
        overtime_threshold_minutes=settings.overtime_threshold_minutes,
    )


def plan_of(employee: Employee, settings: CompanySettings, days: DateRange) -> WorkPlan:
    """What is expected of an employee on these days, by their work pattern and their location's holidays."""
    planned = {each.day: each.shift for each in planned_days(employee, days, settings=settings)}
    return replace(work_plan_of(settings), planned=planned)


def zone_of(employee: Employee, settings: CompanySettings) -> str:
    """The zone whose clock an employee, as of a day, punches by."""
    return employee.zone_name(settings.time_zone)


def read_clock(employee: Employee) -> ClockState:
    """The state that an employee's latest session leaves. `at(now)` turns it into what counts now."""
    return state_after([_fact(row) for row in _punches_since(employee_id=employee.pk, since=None)])


def read_own_time(*, employee: Employee, settings: CompanySettings, now: datetime) -> OwnTime:
    """An employee's clock, day, week and month at `now`; four queries at most."""
    zone_name = zone_of(employee, settings)
    # Yesterday's week and month, since a session that began yesterday may still be running.
    since = _week_and_month(local_date(now, zone_name) - timedelta(days=1), settings).start
    facts = [_fact(row) for row in _punches_since(employee_id=employee.pk, since=punch_window(DateRange(since, since))[0])]
    state = state_after(facts)
    today = business_date_at(state, now, zone_name)
    shown = _week_and_month(today, settings)
    plan = plan_of(employee, settings, shown)
    days = summarise_days(shown, facts, plan=plan, zone_name=zone_name, now=now)
    week = week_of(today, settings.week_starts_on)
    return OwnTime(
        now=now,
        zone_name=zone_name,
        plan=plan,
        state=state.at(now),
        today=next(day for day in days if day.business_date == today),
        week=[day for day in days if day.business_date in week],
        month=[day for day in days if day.business_date in DateRange(today.replace(day=1), today)],
    )


def read_days(*, employee: Employee, settings: CompanySettings, period: DateRange, now: datetime) -> list[DaySummary]:
    """The summary of each date of a period; four queries at most. Raises OpenEndedRange."""
    punches = Punch.objects.filter(employee=employee, occurred_at__range=punch_window(period))
    facts = [_fact(row) for row in punches.values_list(*_COLUMNS)]
    plan = plan_of(employee, settings, period)
    return summarise_days(period, facts, plan=plan, zone_name=zone_of(employee, settings), now=now)


def read_team(*, employees: EmployeeQuerySet, settings: CompanySettings, now: datetime) -> list[TeamMember]:
    """Each of `employees` with their clock and day at `now`, by name; three queries at most, the first with one row a punch."""
    recent = FilteredRelation("punches", condition=Q(punches__occurred_at__gte=now - _TODAY_REACHES_BACK))
    rows = (
        employees.annotate(recent=recent)
        .order_by("first_name", "last_name", "pk", "recent__occurred_at")
        .values_list(
            "pk",
            "user_id",
            "first_name",
            "last_name",
            "terms__job_title",
            "terms__department__name",
            "personal_record__photo",
            "time_zone",
            "terms__location__time_zone",
            "terms__work_pattern_id",
            "terms__location__holiday_calendar_id",
            "recent__kind",
            "recent__occurred_at",
            "recent__wall_time",
            "recent__utc_offset_minutes",
            "recent__zone_name",
        )
    )
    # Their types do not survive being cut.
    found: list[Any] = list(rows)
    plans = _plans_now({row[_PLAN_KEY] for row in found}, settings, now)
    return [
        _team_member(
            person[:_PERSON],
            [_fact(row[_PUNCH:]) for row in own_rows if row[_PUNCH] is not None],
            plans[person[_PLAN_KEY]],
            person[7] or person[8] or settings.time_zone,
            now,
        )
        for person, own_rows in groupby(found, key=lambda row: row[:_PUNCH])
    ]


def _plans_now(keys: set[PlanKey], settings: CompanySettings, now: datetime) -> dict[PlanKey, WorkPlan]:
    # Wherever they are, the calendar is at most a day off UTC's; a night shift began the day before.
    today = now.astimezone(UTC).date()
    found = plans_for(keys, DateRange(today - timedelta(days=2), today + timedelta(days=1)), settings=settings)
    return {key: replace(work_plan_of(settings), planned=found.shifts(key)) for key in keys}


def filter_team(members: list[TeamMember], *, words: str = "", presence: Presence | None = None) -> list[TeamMember]:
    """Those of a team in whose name, title or department each of the words occurs, with one presence if it is given."""
    wanted = words.casefold().split()
    return [
        member
        for member in members
        if (presence is None or member.presence == presence) and all(word in member.searched for word in wanted)
    ]


def _team_member(
    person: tuple[UUID, UUID | None, str, str, str, str | None, str | None],
    facts: list[PunchFact],
    plan: WorkPlan,
    zone_name: str,
    now: datetime,
) -> TeamMember:
    employee_id, user_id, first_name, last_name, job_title, department, photo = person
    state = state_after(facts)
    today = business_date_at(state, now, zone_name)
    sessions = sessions_from(facts, now)
    if not any(session.business_date == today for session in sessions):
        # After midnight a night shift is still what somebody is missed at, or has finished.
        today = date_of_shift(plan, today, zone_name, now)
    day = summarise_day(today, sessions, plan=plan, zone_name=zone_name, now=now)
    return TeamMember(
        employee_id=employee_id,
        user_id=user_id,
        full_name=f"{first_name} {last_name}".strip(),
        job_title=job_title,
        department=department or "",
        photo=photo or "",
        presence=presence_at(state.at(now), day, plan=plan, zone_name=zone_name, now=now),
        state=state.at(now),
        day=day,
    )


def _week_and_month(day: date, settings: CompanySettings) -> DateRange:
    """From the first day of a date's week or month, whichever is earlier, to the last of its week."""
    week = week_of(day, settings.week_starts_on)
    return DateRange(min(week.start, day.replace(day=1)), week.end)


@prepared
def _punches_since(*, employee_id: UUID, since: datetime | None) -> QuerySet[Punch, Any]:
    """Those of the latest session, and those since an instant."""
    punches = Punch.objects.filter(employee=employee_id)
    clock_ins = punches.filter(kind=PunchKind.IN.value).order_by("-occurred_at")
    wanted = Q(occurred_at__gte=Subquery(clock_ins.values("occurred_at")[:1]))
    if since:
        wanted |= Q(occurred_at__gte=since)
    return punches.filter(wanted).values_list(*_COLUMNS)


def _fact(row: tuple[str, datetime, datetime, int, str]) -> PunchFact:
    kind, occurred_at, wall_time, utc_offset_minutes, zone_name = row
    return PunchFact(PunchKind(kind), occurred_at, wall_time, utc_offset_minutes, zone_name)
