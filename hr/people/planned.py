"""Planned working time of employees: by their work pattern, or the company's hours, less the holidays of their location."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from core.periods import DateRange
from hr.calendars.models import HolidayCalendar
from hr.calendars.queries import Holidays, company_cycle, cycles_of, default_calendar, holidays_between
from hr.calendars.rules import DayPart, Shift, WorkCycle, planned_shift, working_days
from hr.people.models import Employee
from tenants.company_settings.models import CompanySettings

# The keys of a work pattern and of a location's holiday calendar; None where the company's own holds.
PlanKey = tuple[UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is planned of somebody's date."""

    day: date
    shift: Shift | None
    """The hours that the holiday leaves; None on a free day."""
    holiday: DayPart | None
    working_days: Decimal
    """1 on a working day, 0.5 where half of it is a holiday, 0 on a free day."""

    @property
    def minutes(self) -> int:
        """Planned work in minutes, breaks aside."""
        return self.shift.minutes if self.shift else 0


@dataclass(frozen=True, slots=True)
class Plans:
    """Patterns and holidays of some people for some days, fetched at once."""

    days: DateRange
    usual: WorkCycle
    cycles: Mapping[UUID, WorkCycle]
    holidays: Mapping[UUID | None, Holidays]

    def day(self, key: PlanKey, day: date) -> PlannedDay:
        """What is planned of a date with this pattern and calendar."""
        pattern, calendar = key
        cycle = self.cycles[pattern] if pattern else self.usual
        holidays = self.holidays[calendar]
        share = working_days(cycle, DateRange(day, day), holidays)
        return PlannedDay(day, planned_shift(cycle, day, holidays), holidays.get(day), share)

    def shifts(self, key: PlanKey) -> dict[date, Shift | None]:
        """The hours of each of the days."""
        return {day: self.day(key, day).shift for day in self.days}


def plans_for(keys: set[PlanKey], days: DateRange, *, settings: CompanySettings) -> Plans:
    """The plans of these patterns and calendars; one query for the holidays, another where somebody has a pattern."""
    cycles = cycles_of(pattern for pattern, _calendar in keys)
    return Plans(days, company_cycle(settings), cycles, holidays_between({calendar for _pattern, calendar in keys}, days))


def planned_days(employee: Employee, days: DateRange, *, settings: CompanySettings) -> list[PlannedDay]:
    """Each date of a range as it is planned for somebody, also outside their employment; three queries at most.

    A date goes by the terms that hold on it; without any, by those before it, or else by the first. Payroll counts the working
    days of a period, and of the stretches of it that are paid, from these. Raises OpenEndedRange.
    """
    changes = _changes(employee, days)
    starts = [start for start, _key in changes]
    plans = plans_for({key for _start, key in changes}, days, settings=settings)
    return [plans.day(changes[max(0, bisect_right(starts, day) - 1)][1], day) for day in days]


def _changes(employee: Employee, days: DateRange) -> list[tuple[date, PlanKey]]:
    """From when on which pattern and calendar hold; no query for somebody `as_of` a day whose terms hold on all of `days`."""
    terms = getattr(employee, "terms", None)
    if terms is not None and terms.days.contains(days):
        return [(terms.start_date, (terms.work_pattern_id, terms.location.holiday_calendar_id if terms.location else None))]
    rows = employee.terms_history.order_by("start_date").values_list("start_date", "work_pattern", "location__holiday_calendar")
    return [(start, (pattern, calendar)) for start, pattern, calendar in rows]


def calendar_of(employee: Employee) -> HolidayCalendar | None:
    """The holiday calendar of somebody `as_of` a day: their location's, or the one that holds for everybody else."""
    location = employee.terms.location
    return (location.holiday_calendar if location else None) or default_calendar()
