"""Reads of holiday calendars and work patterns."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from core.periods import DateRange
from hr.calendars.models import Holiday, HolidayCalendar, WorkPattern
from hr.calendars.rules import DayPart, Shift, WorkCycle, weekly_cycle
from tenants.company_settings.models import CompanySettings

Holidays = dict[date, DayPart]


def list_patterns() -> QuerySet[WorkPattern]:
    """All work patterns by name."""
    return WorkPattern.objects.order_by(Lower("name"))


def default_calendar() -> HolidayCalendar | None:
    """The calendar of those whose location has none."""
    return HolidayCalendar.objects.filter(is_default=True).first()


def holidays_of_year(calendar: HolidayCalendar, year: int) -> list[Holiday]:
    """The holidays of a year, in order."""
    return list(calendar.holidays.filter(day__year=year).order_by("day"))


def holidays_between(calendar_ids: Collection[UUID | None], days: DateRange) -> dict[UUID | None, Holidays]:
    """The holidays of each of these calendars within `days`; None stands for the company's default. One query."""
    found: dict[UUID | None, Holidays] = {key: {} for key in calendar_ids}
    rows = Holiday.objects.filter(day__range=(days.start, days.end or date.max))
    wanted = Q(calendar__in=[key for key in calendar_ids if key])
    if None in found:
        wanted |= Q(calendar__is_default=True)
    for calendar_id, is_default, day, part in rows.filter(wanted).values_list("calendar", "calendar__is_default", "day", "part"):
        for key in {calendar_id, None if is_default else calendar_id} & found.keys():
            found[key][day] = DayPart(part)
    return found


def cycles_of(pattern_ids: Iterable[UUID | None]) -> dict[UUID, WorkCycle]:
    """The cycles of work patterns; one query, none where there is no pattern."""
    wanted = {key for key in pattern_ids if key}
    if not wanted:
        return {}
    columns = ("pk", "anchor_date", "cycle_days", "days__number", "days__start", "days__end", "days__break_minutes")
    found: dict[UUID, WorkCycle] = {}
    shifts: dict[UUID, dict[int, Shift]] = {}
    for key, anchor, length, number, *hours in WorkPattern.objects.filter(pk__in=wanted).values_list(*columns):
        found.setdefault(key, WorkCycle(anchor, length, shifts.setdefault(key, {})))
        # A pattern without a day has one row, with nothing in it.
        if number is not None:
            shifts[key][number] = Shift(*hours)
    return found


def company_cycle(settings: CompanySettings) -> WorkCycle:
    """The company's own hours as a cycle, for people without a pattern.

    They contain breaks, so that what lies beyond the overtime threshold is taken for a break.
    """
    hours = Shift(settings.workday_start, settings.workday_end)
    shift = Shift(hours.start, hours.end, max(0, hours.length - (settings.overtime_threshold_minutes or hours.length)))
    return weekly_cycle(dict.fromkeys(settings.working_days, shift))
