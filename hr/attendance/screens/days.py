"""The days of a month as rows, and a day in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, ngettext

from core.dates import WallClock
from core.formatting import current_date_style, format_duration
from hr.attendance.rules import DaySummary
from hr.attendance.screens.wording import short_day


@dataclass(frozen=True, slots=True)
class DayRow:
    """What a row of _days.html takes."""

    anchor: str
    label: str
    first_in: str
    last_out: str
    next_day: str
    """That the last clock-out was on a later date than the day."""
    break_minutes: int
    worked_minutes: int
    late_minutes: int
    overtime_minutes: int
    status: str
    tone: str
    is_today: bool


def day_rows(days: list[DaySummary], *, today: date) -> list[DayRow]:
    """Rows of the days up to today, newest first."""
    return [_row(day, today) for day in reversed(days) if day.business_date <= today]


def anchor_of(day: date) -> str:
    """The id of a day's row."""
    return f"day-{day:%Y-%m-%d}"


def _row(day: DaySummary, today: date) -> DayRow:
    status, tone = _status(day)
    return DayRow(
        anchor=anchor_of(day.business_date),
        label=short_day(day.business_date),
        first_in=time_of(day.first_in),
        last_out=time_of(day.last_out),
        next_day=_next_day(day),
        break_minutes=day.break_minutes,
        worked_minutes=day.worked_minutes,
        late_minutes=day.late_minutes,
        overtime_minutes=day.overtime_minutes,
        status=status,
        tone=tone,
        is_today=day.business_date == today,
    )


def time_of(clock: WallClock | None) -> str:
    """The time on a clock, or nothing."""
    return current_date_style().time_text(clock.wall_time) if clock else ""


def _next_day(day: DaySummary) -> str:
    if day.last_out is None:
        return ""
    later = (day.last_out.wall_time.date() - day.business_date).days
    return ngettext("+%(days)d day", "+%(days)d days", later) % {"days": later} if later else ""


def _status(day: DaySummary) -> tuple[str, str]:
    if day.is_open:
        return _("Running"), "good"
    if day.is_unfinished:
        return _("Clock-out missing"), "bad"
    return "", ""


def day_in_words(day: DaySummary) -> str:
    """A day as one line: "Thu 19 Nov: worked 7 h 45 min, 30 min of breaks, 20 min late"."""
    if day.first_in is None:
        return _("%(day)s: nothing recorded") % {"day": short_day(day.business_date)}
    parts = [_("worked %(length)s") % {"length": format_duration(day.worked_minutes)}]
    if day.break_minutes:
        parts.append(_("%(length)s of breaks") % {"length": format_duration(day.break_minutes)})
    if day.late_minutes:
        parts.append(_("%(length)s late") % {"length": format_duration(day.late_minutes)})
    if day.is_unfinished:
        parts.append(_("clock-out missing"))
    return _("%(day)s: %(parts)s") % {"day": short_day(day.business_date), "parts": ", ".join(parts)}
