"""Planned working time, pure: a cycle of shifts, and the holidays that take days or halves of days out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from core.periods import DateRange

_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60
# Any day; the cycle of a week is told from its weekdays.
_SOME_DAY = date(2000, 1, 1)
# The first day of weekly cycles: a Monday before everybody's first day.
FIRST_MONDAY = date(1900, 1, 1)
LONGEST_CYCLE = 84


class DayPart(StrEnum):
    """How much of a date a holiday takes. The values are stored."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Shift:
    """Planned hours of one day by the clock on the wall; an end at or before the start is the next day's."""

    start: time
    end: time
    break_minutes: int = 0

    @property
    def length(self) -> int:
        """Minutes from start to end, breaks included."""
        minutes = (datetime.combine(_SOME_DAY, self.end) - datetime.combine(_SOME_DAY, self.start)) // _MINUTE
        return minutes if minutes > 0 else minutes + _DAY_MINUTES

    @property
    def minutes(self) -> int:
        """Minutes of work."""
        return self.length - self.break_minutes

    @property
    def ends_next_day(self) -> bool:
        """Whether it runs past midnight, or up to it."""
        return self.end <= self.start

    def without(self, part: DayPart | None) -> "Shift | None":
        """What a holiday leaves of it, None if nothing. Half a day leaves half of its time and work, rounded down to minutes."""
        if part is None:
            return self
        if part == DayPart.WHOLE:
            return None
        half = self.length // 2
        if not half:
            return None
        middle = (datetime.combine(_SOME_DAY, self.start) + (self.length - half) * _MINUTE).time()
        rest = half - self.minutes // 2
        if part == DayPart.MORNING:
            return Shift(middle, self.end, rest)
        return Shift(self.start, (datetime.combine(_SOME_DAY, self.start) + half * _MINUTE).time(), rest)


@dataclass(frozen=True, slots=True)
class WorkCycle:
    """Shifts that come round every `length` days; `anchor` is a first day of the cycle, in the past or ahead."""

    anchor: date
    length: int
    shifts: Mapping[int, Shift]
    """By the day of the cycle, from 1 to `length`. Days without one are free."""

    def number_of(self, day: date) -> int:
        """Which day of the cycle a date is, from 1 on."""
        return (day - self.anchor).days % self.length + 1

    def date_of(self, number: int) -> date:
        """A date of the cycle's day: of the round that the anchor begins, or where the calendar ends, of one before it."""
        rounds = 0 if self.anchor < date.max - timedelta(days=self.length) else self.length
        return self.anchor - timedelta(days=rounds) + timedelta(days=number - 1)

    def shift_on(self, day: date) -> Shift | None:
        """What is planned on a date, holidays aside."""
        return self.shifts.get(self.number_of(day))

    @property
    def overlapping_day(self) -> int | None:
        """The first day of the cycle whose shift would still run when the next one begins; None if there is none."""
        for number, shift in sorted(self.shifts.items()):
            following = self.shifts.get(number % self.length + 1)
            if following and shift.ends_next_day and shift.end > following.start:
                return number
        return None

    @property
    def weekly_minutes(self) -> Decimal:
        """Minutes of work in seven days, on average."""
        return Decimal(sum(shift.minutes for shift in self.shifts.values()) * 7) / self.length


def planned_shift(cycle: WorkCycle, day: date, holidays: Mapping[date, DayPart]) -> Shift | None:
    """What is planned on a date after its holiday; None on a free day. A shift belongs to the date on which it begins."""
    shift = cycle.shift_on(day)
    return shift.without(holidays.get(day)) if shift else None


def planned_minutes(cycle: WorkCycle, day: date, holidays: Mapping[date, DayPart]) -> int:
    """Minutes of work that are planned on a date."""
    shift = planned_shift(cycle, day, holidays)
    return shift.minutes if shift else 0


def working_days(cycle: WorkCycle, days: DateRange, holidays: Mapping[date, DayPart]) -> Decimal:
    """How many working days a range has: 1 for each date with a shift, 0.5 where half of it is a holiday.

    Raises OpenEndedRange.
    """
    shares = {None: Decimal(1), DayPart.WHOLE: Decimal(0), DayPart.MORNING: Decimal("0.5"), DayPart.AFTERNOON: Decimal("0.5")}
    return sum((shares[holidays.get(day)] for day in days if cycle.shift_on(day)), Decimal(0))


def weekly_cycle(weekdays: Mapping[int, Shift]) -> WorkCycle:
    """The cycle of a week, by ISO weekday: 1 is Monday."""
    return WorkCycle(FIRST_MONDAY, 7, weekdays)
