"""Minutes of work days at their multiples."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import calculate
from payroll.engine.formula import Kind
from payroll.engine.overtime import OvertimeNotPossible, OvertimeTier, WorkedDay, overtime, weekly_overtime
from payroll.engine.structures import plan_structure
from payroll.engine.tests.stage import FlatTax, a_case, a_component

HALF_MORE, DOUBLE = Decimal("1.5"), Decimal(2)
TIERS = [
    OvertimeTier("working_day", HALF_MORE),
    OvertimeTier("working_day", DOUBLE, above_minutes=120),
    OvertimeTier("rest_day", DOUBLE),
]
MONDAY = date(2026, 4, 6)


def test_each_minute_counts_at_its_tier() -> None:
    worked = [WorkedDay(MONDAY, 150), WorkedDay(MONDAY + timedelta(1), 20), WorkedDay(MONDAY + timedelta(5), 60, "rest_day")]

    made = overtime(worked, TIERS)

    assert made.minutes == ((HALF_MORE, 140), (DOUBLE, 90))
    assert made.weighted_minutes == Decimal(390)
    assert made.source == "2:20 × 1.5, 1:30 × 2"


def test_a_kind_of_day_without_a_tier_is_not_paid() -> None:
    assert overtime([WorkedDay(MONDAY, 60, "holiday")], TIERS).minutes == ()


def test_pay_is_rounded_once() -> None:
    """20 minutes at 1.5 times 18.75 an hour are 9.375, which no rounded hour would give."""
    made = overtime([WorkedDay(MONDAY, 20)], TIERS)
    pay = a_component("overtime", "weighted_overtime_minutes * hourly_rate / 60")
    inputs = {"weighted_overtime_minutes": Kind.NUMBER, "hourly_rate": Kind.NUMBER}
    law = FlatTax()
    plan = plan_structure([pay], inputs=inputs, tables={}, bases=law.bases, levies=law.levies)

    result = calculate(a_case(values={"weighted_overtime_minutes": made.weighted_minutes}), plan, law)

    assert result.gross == Decimal("9.38")


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_minutes_that_no_day_has_are_refused(minutes: int) -> None:
    with pytest.raises(OvertimeNotPossible, match=f"2026-04-06 would have {minutes} minutes"):
        overtime([WorkedDay(MONDAY, minutes)], TIERS)


def test_a_week_beyond_forty_hours() -> None:
    worked = [WorkedDay(MONDAY + timedelta(number), 500) for number in (6, 0, 1, 2, 3, 4, 7)]

    beyond = {day.day.day: day.overtime_minutes for day in weekly_overtime(worked, after_minutes=2400)}

    assert beyond == {6: 0, 7: 0, 8: 0, 9: 0, 10: 100, 12: 500, 13: 0}


@given(st.lists(st.integers(0, 1440), max_size=31))
def test_no_minute_is_lost_or_counted_twice(minutes: list[int]) -> None:
    worked = [WorkedDay(MONDAY + timedelta(number), each) for number, each in enumerate(minutes)]

    made = overtime(worked, TIERS)

    assert sum(count for _multiplier, count in made.minutes) == sum(minutes)
    assert made.weighted_minutes <= DOUBLE * sum(minutes)
