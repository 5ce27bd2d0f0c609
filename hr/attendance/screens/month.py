"""A month as a calendar, darker for longer days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.periods import DateRange, week_of
from hr.attendance.rules import DaySummary, WorkPlan
from hr.attendance.screens.days import anchor_of, day_in_words
from hr.attendance.screens.wording import month_name, weekday_name, weekday_short

# Shares of the overtime threshold, the usual length of a day, from which a cell is as dark.
_LEVELS = ((1.06, 4), (0.85, 3), (0.5, 2))


@dataclass(frozen=True, slots=True)
class Weekday:
    """The head of a column."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A cell."""

    number: int
    level: int
    minutes: int
    label: str
    mark: str
    is_today: bool
    url: str


@dataclass(frozen=True, slots=True)
class MonthCalendar:
    """What _month.html takes."""

    title: str
    previous_url: str
    next_url: str
    weekdays: list[Weekday]
    weeks: list[list[CalendarDay | None]]


def month_calendar(
    days: list[DaySummary], *, plan: WorkPlan, week_starts_on: int, today: date, employed: DateRange
) -> MonthCalendar:
    """The calendar of a whole month's days. Only months that overlap `employed`, up to today's, are stepped to."""
    first, last = days[0].business_date, days[-1].business_date
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    cells: dict[date, CalendarDay] = {day.business_date: _cell(day, plan, today) for day in days}
    start = week_of(first, week_starts_on).start
    weeks = [DateRange(monday, monday + timedelta(days=6)) for monday in _every_week(start, last)]
    return MonthCalendar(
        title=month_name(first),
        previous_url=month_url(before) if before >= employed.start else "",
        next_url=month_url(after) if after <= today and after in employed else "",
        weekdays=[Weekday(weekday_short(day), weekday_name(day)) for day in weeks[0]],
        weeks=[[cells.get(day) for day in week] for week in weeks],
    )


def month_url(day: date) -> str:
    """The address of a day's month, beside the page that shows one."""
    return f"?month={day:%Y-%m}"


def _every_week(start: date, last: date) -> list[date]:
    return [start + timedelta(days=offset) for offset in range(0, (last - start).days + 1, 7)]


def _cell(day: DaySummary, plan: WorkPlan, today: date) -> CalendarDay:
    return CalendarDay(
        number=day.business_date.day,
        level=_level(day.worked_minutes, plan),
        minutes=day.worked_minutes,
        label=day_in_words(day),
        mark=_("Missing") if day.is_unfinished else "",
        is_today=day.business_date == today,
        url=f"#{anchor_of(day.business_date)}" if day.first_in else "",
    )


def _level(minutes: int, plan: WorkPlan) -> int:
    if not minutes:
        return 0
    share = minutes / max(plan.overtime_threshold_minutes, 1)
    return next((level for least, level in _LEVELS if share >= least), 1)
