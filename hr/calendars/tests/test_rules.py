"""Cycles of shifts and what holidays leave of them."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, strategies as st

from core.periods import DateRange
from hr.calendars.rules import DayPart, Shift, WorkCycle, planned_minutes, planned_shift, weekly_cycle, working_days

OFFICE = weekly_cycle(dict.fromkeys([1, 2, 3, 4, 5], Shift(time(9), time(17, 30), 30)))
NIGHT = Shift(time(22), time(6), 45)
# Two days, two nights, four off.
CONTINENTAL = WorkCycle(
    date(2026, 1, 1), 8, {1: Shift(time(6), time(18)), 2: Shift(time(6), time(18)), 3: Shift(time(18), time(6)), 4: NIGHT}
)
days = st.dates(date(1950, 1, 1), date(2080, 1, 1))
minutes = st.integers(0, 1439)


def _shift(start: int, end: int, rest: int) -> Shift:
    hours = Shift(time(*divmod(start, 60)), time(*divmod(end, 60)))
    return Shift(hours.start, hours.end, rest % hours.length)


def _cycle(anchor: date, length: int, shifts: dict[int, Shift]) -> WorkCycle:
    return WorkCycle(anchor, length, {number % length + 1: shift for number, shift in shifts.items()})


# Few draws: on a busy machine Hypothesis gives up on strategies that take long.
shifts = st.builds(_shift, minutes, minutes, minutes)
cycles = st.builds(_cycle, days, st.integers(1, 84), st.dictionaries(st.integers(0, 83), shifts, max_size=6))
holidays = st.dictionaries(days, st.sampled_from(DayPart), max_size=5)


def test_a_week_and_its_hours() -> None:
    monday = date(2026, 11, 16)
    assert [planned_minutes(OFFICE, monday + timedelta(days=offset), {}) for offset in range(7)] == [480] * 5 + [0, 0]
    assert OFFICE.weekly_minutes == 2400


def test_a_rotation_comes_round_before_and_after_its_anchor() -> None:
    assert [CONTINENTAL.number_of(date(2025, 12, 24) + timedelta(days=offset)) for offset in range(10)] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        1,
        2,
    ]
    assert planned_minutes(CONTINENTAL, date(2026, 1, 4), {}) == 8 * 60 - 45


@pytest.mark.parametrize(
    ("part", "left", "counted"),
    [
        (DayPart.WHOLE, None, Decimal(0)),
        (DayPart.MORNING, Shift(time(13, 15), time(17, 30), 15), Decimal("0.5")),
        (DayPart.AFTERNOON, Shift(time(9), time(13, 15), 15), Decimal("0.5")),
    ],
)
def test_what_a_holiday_leaves(part: DayPart, left: Shift | None, counted: Decimal) -> None:
    wednesday = date(2026, 12, 23)
    assert planned_shift(OFFICE, wednesday, {wednesday: part}) == left
    assert planned_minutes(OFFICE, wednesday, {wednesday: part}) == (left.minutes if left else 0) == int(480 * counted)
    assert working_days(OFFICE, DateRange(wednesday, wednesday), {wednesday: part}) == counted


def test_a_holiday_on_a_free_day_takes_nothing() -> None:
    week = DateRange(date(2026, 11, 16), date(2026, 11, 22))
    assert working_days(OFFICE, week, {date(2026, 11, 21): DayPart.WHOLE}) == 5


def test_half_of_a_night_is_a_night_still() -> None:
    assert NIGHT.without(DayPart.MORNING) == Shift(time(2), time(6), 23)
    assert NIGHT.without(DayPart.AFTERNOON) == Shift(time(22), time(2), 23)


@pytest.mark.parametrize(
    ("cycle", "number"),
    [
        (OFFICE, None),
        (CONTINENTAL, None),
        (WorkCycle(date(2026, 1, 1), 3, {1: NIGHT, 2: Shift(time(5), time(9))}), 1),
        (WorkCycle(date(2026, 1, 1), 3, {3: NIGHT, 1: Shift(time(5), time(9))}), 3),
        (WorkCycle(date(2026, 1, 1), 1, {1: Shift(time(8), time(8))}), None),
        (WorkCycle(date(2026, 1, 1), 2, {1: NIGHT, 2: Shift(time(6), time(9))}), None),
    ],
)
def test_shifts_that_run_into_each_other_are_found(cycle: WorkCycle, number: int | None) -> None:
    assert cycle.overlapping_day == number


@given(cycles, days)
def test_a_cycle_repeats(cycle: WorkCycle, day: date) -> None:
    assert cycle.shift_on(day) == cycle.shift_on(day + timedelta(days=cycle.length))
    assert cycle.number_of(cycle.date_of(cycle.number_of(day))) == cycle.number_of(day)


@given(cycles, days, st.integers(0, 200), st.integers(0, 200), holidays)
def test_working_days_add_up(cycle: WorkCycle, start: date, first: int, second: int, taken: dict[date, DayPart]) -> None:
    middle = start + timedelta(days=first)
    before, after = DateRange(start, middle), DateRange(middle + timedelta(days=1), middle + timedelta(days=1 + second))
    whole = DateRange(before.start, after.end)
    assert working_days(cycle, whole, taken) == working_days(cycle, before, taken) + working_days(cycle, after, taken)
    assert 0 <= working_days(cycle, whole, taken) <= working_days(cycle, whole, {}) <= whole.days


@given(cycles, days)
def test_a_whole_cycle_has_each_of_its_shifts_once(cycle: WorkCycle, day: date) -> None:
    around = DateRange(day, day + timedelta(days=cycle.length - 1))
    assert working_days(cycle, around, {}) == len(cycle.shifts)
    total = sum(planned_minutes(cycle, each, {}) for each in around)
    assert cycle.weekly_minutes == Decimal(total * 7) / cycle.length


@given(shifts)
@example(Shift(time(0), time(0, 1)))
def test_two_halves_are_no_more_than_the_whole(shift: Shift) -> None:
    morning, afternoon = shift.without(DayPart.AFTERNOON), shift.without(DayPart.MORNING)
    if shift.length == 1:
        assert (morning, afternoon) == (None, None)
        return
    assert morning is not None
    assert afternoon is not None
    assert morning.start == shift.start
    assert afternoon.end == shift.end
    # A minute that cannot be halved goes.
    assert 0 <= shift.minutes - morning.minutes - afternoon.minutes <= 1
    assert morning.break_minutes >= 0
    assert afternoon.break_minutes >= 0
