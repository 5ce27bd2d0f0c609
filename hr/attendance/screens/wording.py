"""Dates as the pages of attendance write them, in the active language."""

from datetime import date, datetime

from django.utils import dates, formats
from django.utils.translation import gettext as _


def weekday_name(day: date) -> str:
    """The day's name: "Monday"."""
    return str(dates.WEEKDAYS[day.weekday()])


def weekday_short(day: date) -> str:
    """The day's short name: "Mon"."""
    return str(dates.WEEKDAYS_ABBR[day.weekday()])


def short_day(day: date) -> str:
    """A date in a list: "Thu 19 Nov"."""
    return formats.date_format(day, _("D j M"))


def long_day(day: date) -> str:
    """A date in a heading: "Thursday 19 November"."""
    return formats.date_format(day, _("l j F"))


def month_name(day: date) -> str:
    """A month: "November 2026"."""
    return formats.date_format(day, _("F Y"))


def hour_label(wall_time: datetime, *, uses_24_hours: bool) -> str:
    """A whole hour under a line: "08", or "8 AM"."""
    return formats.date_format(wall_time, "H" if uses_24_hours else "g A")
