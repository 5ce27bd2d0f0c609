"""How made-up people come and go. Pure: the same seed, days and clock give the same punches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from core.dates import instant_from_wall
from hr.attendance.rules import PunchFact, PunchKind

_WEEK_OFF = 5
_SHARE_WITH_A_WEEK_OFF = 0.4
_Moment = tuple[PunchKind, datetime]


@dataclass(frozen=True, slots=True)
class Habits:
    """One kind of working day. Lengths are minutes; shares are how many of the days, from 0 to 1."""

    starts_at: time = time(9)
    shift_minutes: int = 510
    early_minutes: int = 6
    break_after_minutes: int = 215
    break_minutes: int = 38
    late_share: float = 0.06
    long_day_share: float = 0.08
    coffee_share: float = 0.25
    no_break_share: float = 0.05
    forgets_share: float = 0.015
    absent_share: float = 0.03


OFFICE = Habits()
SLOW_STARTER = Habits(early_minutes=0, late_share=0.3, forgets_share=0.04)
SHOP_FLOOR = Habits(
    early_minutes=9, break_after_minutes=180, break_minutes=32, late_share=0.04, long_day_share=0.04, coffee_share=0.6
)
NIGHTS = Habits(starts_at=time(22), shift_minutes=480, break_after_minutes=230, break_minutes=30, late_share=0.03, coffee_share=0.4)


def working_days(first: date, last: date, *, weekdays: Sequence[int]) -> list[date]:
    """The dates from `first` to `last` that fall on one of the ISO `weekdays`."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() in weekdays]


def punches_of(habits: Habits, days: Sequence[date], *, zone_name: str, until: datetime, random: Random) -> list[PunchFact]:
    """What the clock recorded of one person on `days`, up to the instant `until`.

    The last day is drawn like the others and then cut at `until`, so that a person may be in, on a break, or not there yet.
    """
    away = _days_off(days, random)
    return [
        PunchFact.read(kind, moment, zone_name)
        for day in days
        for kind, moment in _moments_of_day(habits, day, zone_name, random)
        if day not in away and moment <= until
    ]


def _days_off(days: Sequence[date], random: Random) -> frozenset[date]:
    """Some people were on holiday for a week, never in the last one, so that today looks like a working day."""
    takes_week, position = random.random() < _SHARE_WITH_A_WEEK_OFF, random.random()
    if not takes_week or len(days) < 4 * _WEEK_OFF:
        return frozenset()
    first = int(position * (len(days) - 2 * _WEEK_OFF))
    return frozenset(days[first : first + _WEEK_OFF])


def _moments_of_day(habits: Habits, day: date, zone_name: str, random: Random) -> Iterator[_Moment]:
    """Everything is measured from the planned start, which no zone's clocks skip, so a change of the clocks does no harm."""
    is_absent, is_late, is_long, forgets = (
        random.random() < share for share in (habits.absent_share, habits.late_share, habits.long_day_share, habits.forgets_share)
    )
    early = random.gauss(habits.early_minutes, 5)
    arrival = _around(random.randint(17, 55) if is_late else -early, random)
    departure = _around(habits.shift_minutes + random.gauss(4, 8) + (random.randint(45, 110) if is_long else 0), random)
    breaks = list(_breaks(habits, random))
    if is_absent:
        return
    start = instant_from_wall(datetime.combine(day, habits.starts_at), zone_name)
    yield PunchKind.IN, start + arrival
    for begins, ends in breaks:
        yield PunchKind.BREAK_START, start + begins
        yield PunchKind.BREAK_END, start + ends
    if not forgets:
        yield PunchKind.OUT, start + departure


def _breaks(habits: Habits, random: Random) -> Iterator[tuple[timedelta, timedelta]]:
    """The long break, and for some a short one in the afternoon (or towards the morning)."""
    has_break, has_coffee = random.random() >= habits.no_break_share, random.random() < habits.coffee_share
    middle = habits.break_after_minutes + random.gauss(0, 18)
    length = max(random.gauss(habits.break_minutes, 7), 20)
    coffee = habits.shift_minutes * 0.77 + random.gauss(0, 14)
    if has_break:
        yield _around(middle, random), _around(middle + length, random)
    if has_coffee:
        yield _around(coffee, random), _around(coffee + random.randint(8, 16), random)


def _around(minutes: float, random: Random) -> timedelta:
    """So many minutes, at some second of the last one."""
    return timedelta(minutes=int(minutes), seconds=random.randint(0, 59))
