from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from core.periods import DateRange, EmptyRange, OpenEndedRange, month, week_of

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
closed_ranges = st.builds(lambda start, length: DateRange(start, start + timedelta(days=length)), days, st.integers(0, 400))
ranges = closed_ranges | st.builds(DateRange, days)


@given(ranges, ranges, days)
def test_the_intersection_has_exactly_the_days_of_both(one: DateRange, other: DateRange, day: date) -> None:
    common = one.intersect(other)

    assert (common is not None) == one.overlaps(other) == other.overlaps(one)
    assert (common is not None and day in common) == (day in one and day in other)
    assert common == other.intersect(one)


@given(ranges, ranges)
def test_a_range_contains_another_if_nothing_is_lost_by_intersecting(one: DateRange, other: DateRange) -> None:
    assert one.contains(other) == (one.intersect(other) == other)
    assert one.contains(one)


@given(closed_ranges)
def test_iterating_gives_every_day_once_in_order(period: DateRange) -> None:
    every_day = list(period)

    assert len(every_day) == period.days
    assert (every_day[0], every_day[-1]) == (period.start, period.end)
    assert every_day == sorted(set(every_day))
    assert all(day in period for day in every_day)


@given(days)
def test_a_month_begins_on_the_1st_and_the_next_one_follows_it(day: date) -> None:
    period = month(day.year, day.month)

    assert day in period
    assert period.start.day == 1
    assert period.end is not None
    assert (period.end + timedelta(days=1)).day == 1
    assert period.days in {28, 29, 30, 31}


@given(days, st.integers(1, 7))
def test_a_week_has_seven_days_around_its_day(day: date, first_weekday: int) -> None:
    week = week_of(day, first_weekday)

    assert day in week
    assert week.days == 7
    assert week.start.isoweekday() == first_weekday


def test_examples() -> None:
    assert month(2024, 2) == DateRange(date(2024, 2, 1), date(2024, 2, 29))
    assert month(2026, 12) == DateRange(date(2026, 12, 1), date(2026, 12, 31))
    assert week_of(date(2026, 11, 21), 1) == DateRange(date(2026, 11, 16), date(2026, 11, 22))
    assert week_of(date(2026, 11, 21), 7) == DateRange(date(2026, 11, 15), date(2026, 11, 21))
    assert DateRange(date(2026, 1, 1), date(2026, 1, 1)).days == 1


def test_a_range_does_not_end_before_it_starts() -> None:
    with pytest.raises(EmptyRange):
        DateRange(date(2026, 1, 2), date(2026, 1, 1))


def test_days_without_end_cannot_be_counted() -> None:
    endless = DateRange(date(2026, 1, 1))

    with pytest.raises(OpenEndedRange):
        _ = endless.days
    with pytest.raises(OpenEndedRange):
        list(endless)
    assert date.max in endless
