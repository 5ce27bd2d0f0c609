"""Instants, wall clocks, and how dates, times and durations are written for people.

An instant is an aware datetime. A wall clock is what the clock on the wall of a place showed at that instant. Facts keep both,
because the rules of a time zone change, even for dates that have passed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_format_date, format_time as babel_format_time
from django.utils.translation import gettext

_MINUTE = timedelta(minutes=1)


class NaiveInstant(ValueError):
    """A datetime without a time zone was given where an instant is needed."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(f"{instant} has no time zone, so it names no moment in time. Pass an aware datetime.")


class NonexistentTime(ValueError):
    """The clocks of the zone jump over this wall time, usually where summer time begins.

    `moved_on` is the instant RFC 5545 reads it as, by the offset from before the jump: 02:30 becomes 03:30. It suits plans;
    for a time that somebody states as a fact there is no right reading.
    """

    def __init__(self, wall_time: datetime, zone_name: str, *, moved_on: datetime) -> None:
        super().__init__(wall_time, zone_name)
        self.wall_time = wall_time
        self.zone_name = zone_name
        self.moved_on = moved_on

    def __str__(self) -> str:
        return gettext("%(time)s never happens in %(zone)s, because the clocks are put forward. Choose a time before or after.") % {
            "time": f"{self.wall_time:%Y-%m-%d %H:%M}",
            "zone": self.zone_name,
        }


@dataclass(frozen=True, slots=True)
class WallClock:
    """What the clock showed (`wall_time`, naive), its distance from UTC in minutes (east is positive), and whose clock it was."""

    wall_time: datetime
    utc_offset_minutes: int
    zone_name: str

    @property
    def instant(self) -> datetime:
        """The moment, in UTC. Exact by construction, whatever the zone's rules say today."""
        return (self.wall_time - self.utc_offset_minutes * _MINUTE).replace(tzinfo=UTC)

    def to_minute(self) -> Self:
        """The same reading without seconds, as a clock that shows hours and minutes displays it."""
        return type(self)(self.wall_time.replace(second=0, microsecond=0), self.utc_offset_minutes, self.zone_name)


def as_wall_clock(instant: datetime, zone_name: str) -> WallClock:
    """Read an instant off the clock of a zone. Raises NaiveInstant; ZoneInfoNotFoundError for a zone nobody knows."""
    if instant.utcoffset() is None:
        raise NaiveInstant(instant)
    offset = instant.astimezone(ZoneInfo(zone_name)).utcoffset() or timedelta()
    # Offsets with seconds ended in 1972. Whole minutes keep `WallClock.instant` exact.
    offset_minutes = offset // _MINUTE
    naive_utc = instant.astimezone(UTC).replace(tzinfo=None)
    return WallClock(naive_utc + offset_minutes * _MINUTE, offset_minutes, zone_name)


def local_date(instant: datetime, zone_name: str) -> date:
    """The calendar date in a zone at an instant. Raises NaiveInstant."""
    return as_wall_clock(instant, zone_name).wall_time.date()


def instant_from_wall(wall_time: datetime, zone_name: str, *, fold: int = 0) -> datetime:
    """The UTC instant at which the clock of a zone shows `wall_time` (naive).

    An hour that happens twice, where summer time ends, means its first pass, or its second with `fold=1`.
    Raises NonexistentTime for an hour that is skipped, ValueError for an aware `wall_time`.
    """
    if wall_time.tzinfo is not None:
        raise ValueError(f"{wall_time} has a time zone already. Pass the naive wall time.")
    zone = ZoneInfo(zone_name)
    instant = wall_time.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall_time:
        raise NonexistentTime(wall_time, zone_name, moved_on=wall_time.replace(tzinfo=zone, fold=0).astimezone(UTC))
    return instant


class DateFormat(StrEnum):
    """The ways a company may choose to write a date. Values are CLDR patterns and are stored."""

    DAY_MONTH_NAME_YEAR = "d MMM yyyy"
    MONTH_NAME_DAY_YEAR = "MMM d, yyyy"
    DAY_MONTH_YEAR_SLASH = "dd/MM/yyyy"
    DAY_MONTH_YEAR_DOT = "dd.MM.yyyy"
    DAY_MONTH_YEAR_DASH = "dd-MM-yyyy"
    MONTH_DAY_YEAR_SLASH = "MM/dd/yyyy"
    YEAR_MONTH_DAY_DASH = "yyyy-MM-dd"
    YEAR_MONTH_DAY_SLASH = "yyyy/MM/dd"


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How one company, in one language, writes dates and times. `locale` as Django's `to_locale` names it: "en", "pt_BR"."""

    date_format: DateFormat = DateFormat.DAY_MONTH_NAME_YEAR
    uses_24_hours: bool = True
    locale: str = "en"

    def date_text(self, day: date) -> str:
        """A date in the company's format with the language's month names: "21 Nov 2026", "11/21/2026"."""
        return babel_format_date(day, self.date_format.value, locale=self.locale)

    def time_text(self, wall_time: datetime | time) -> str:
        """A time to the minute, "17:05" or "5:05 PM". Takes the wall time itself: no zone is applied."""
        clock = wall_time.time() if isinstance(wall_time, datetime) else wall_time
        return babel_format_time(clock, "HH:mm" if self.uses_24_hours else "h:mm a", locale=self.locale)
