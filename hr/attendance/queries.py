"""Reads of attendance: one person's day, week and month, and the team today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet, Subquery

from core.dates import local_date
from core.periods import DateRange, week_of
from hr.attendance.models import Punch
from hr.attendance.rules import (
    ClockState,
    DaySummary,
    Presence,
    PunchFact,
    PunchKind,
    WorkPlan,
    business_date_at,
    presence_at,
    punch_window,
    sessions_from,
    state_after,
    summarise_day,
    summarise_days,
)
from hr.people.models import Employee, EmployeeQuerySet
from tenants.company_settings.models import CompanySettings

# The business date of now began at most 41 hours ago: 16 of a session that runs, 25 of the longest day before it.
_TODAY_REACHES_BACK = timedelta(hours=48)


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


def zone_of(employee: Employee, settings: CompanySettings) -> str:
    """The zone whose clock an employee punches by."""
    return employee.time_zone or settings.time_zone


def read_clock(employee: Employee) -> ClockState:
    """The state that an employee's latest session leaves. `at(now)` turns it into what counts now."""
    return state_after(_facts(Punch.objects.filter(_since_latest_session(employee), employee=employee)))


def read_own_time(*, employee: Employee, settings: CompanySettings, now: datetime) -> OwnTime:
    """An employee's clock, day, week and month at `now`; one query."""
    zone_name, plan = zone_of(employee, settings), work_plan_of(settings)
    # Yesterday's week and month, since a session that began yesterday may still be running.
    since = _week_and_month(local_date(now, zone_name) - timedelta(days=1), settings).start
    recent = Q(occurred_at__gte=punch_window(DateRange(since, since))[0])
    facts = _facts(Punch.objects.filter(recent | _since_latest_session(employee), employee=employee))
    state = state_after(facts)
    today = business_date_at(state, now, zone_name)
    days = summarise_days(_week_and_month(today, settings), facts, plan=plan, zone_name=zone_name, now=now)
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
    """The summary of each date of a period; one query. Raises OpenEndedRange."""
    facts = _facts(Punch.objects.filter(employee=employee, occurred_at__range=punch_window(period)))
    return summarise_days(period, facts, plan=work_plan_of(settings), zone_name=zone_of(employee, settings), now=now)


def read_team(*, employees: EmployeeQuerySet, settings: CompanySettings, now: datetime) -> list[TeamMember]:
    """Each of `employees` with their clock and day at `now`, by name; one query, one row a punch."""
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
            "time_zone",
            "recent__kind",
            "recent__occurred_at",
            "recent__wall_time",
            "recent__utc_offset_minutes",
            "recent__zone_name",
        )
    )
    plan = work_plan_of(settings)
    return [
        _team_member(person, [_fact(row[7:]) for row in own_rows if row[7] is not None], plan, settings.time_zone, now)
        for person, own_rows in groupby(rows, key=lambda row: row[:7])
    ]


def filter_team(members: list[TeamMember], *, words: str = "", presence: Presence | None = None) -> list[TeamMember]:
    """Those of a team in whose name, title or department each of the words occurs, with one presence if it is given."""
    wanted = words.casefold().split()
    return [
        member
        for member in members
        if (presence is None or member.presence == presence) and all(word in member.searched for word in wanted)
    ]


def _team_member(
    person: tuple[UUID, UUID | None, str, str, str, str | None, str],
    facts: list[PunchFact],
    plan: WorkPlan,
    company_zone: str,
    now: datetime,
) -> TeamMember:
    employee_id, user_id, first_name, last_name, job_title, department, own_zone = person
    zone_name = own_zone or company_zone
    state = state_after(facts)
    today = business_date_at(state, now, zone_name)
    day = summarise_day(today, sessions_from(facts, now), plan=plan, zone_name=zone_name, now=now)
    return TeamMember(
        employee_id=employee_id,
        user_id=user_id,
        full_name=f"{first_name} {last_name}".strip(),
        job_title=job_title,
        department=department or "",
        presence=presence_at(state.at(now), day, plan=plan, zone_name=zone_name, now=now),
        state=state.at(now),
        day=day,
    )


def _week_and_month(day: date, settings: CompanySettings) -> DateRange:
    """From the first day of a date's week or month, whichever is earlier, to the last of its week."""
    week = week_of(day, settings.week_starts_on)
    return DateRange(min(week.start, day.replace(day=1)), week.end)


def _since_latest_session(employee: Employee) -> Q:
    clock_ins = Punch.objects.filter(employee=employee, kind=PunchKind.IN.value).order_by("-occurred_at")
    return Q(occurred_at__gte=Subquery(clock_ins.values("occurred_at")[:1]))


def _facts(punches: QuerySet[Punch]) -> list[PunchFact]:
    return [_fact(row) for row in punches.values_list("kind", "occurred_at", "wall_time", "utc_offset_minutes", "zone_name")]


def _fact(row: tuple[str, datetime, datetime, int, str]) -> PunchFact:
    kind, occurred_at, wall_time, utc_offset_minutes, zone_name = row
    return PunchFact(PunchKind(kind), occurred_at, wall_time, utc_offset_minutes, zone_name)
