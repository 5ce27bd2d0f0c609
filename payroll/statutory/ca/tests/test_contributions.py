"""CPP and EI over whole years, as in appendix 1 of T4127, and around their limits."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.ca.contributions import (
    Contributions,
    YearSoFar,
    employers_premium,
    insurance_premium,
    pension_contributions,
)
from payroll.statutory.ca.tables import tables_of

TABLES = tables_of(date(2026, 1, 16))
PAY = Decimal(4200)


def year_of(payments: list[Decimal], periods: int, months: int = 12) -> list[Contributions]:
    """The contributions of each payment, each knowing those before."""
    paid: list[Contributions] = []
    for number, payment in enumerate(payments):
        before = YearSoFar(
            pensionable=sum(payments[:number], Decimal(0)),
            contributions=sum((each.first for each in paid), Decimal(0)),
            second_contributions=sum((each.second for each in paid), Decimal(0)),
            months=months,
        )
        paid.append(pension_contributions(payment, periods, before, TABLES.pension_plan, Trace()))
    return paid


def test_scenario_1_a_whole_year_over_both_ceilings() -> None:
    year = year_of([PAY] * 24, 24)

    assert [each.first for each in year] == [Decimal("241.22")] * 17 + [Decimal("129.71")] + [Decimal(0)] * 6
    assert [each.second for each in year[16:]] == [Decimal(text) for text in ("0", "40", "168", "168", "40", "0", "0", "0")]
    assert half_up(year[0].additional) == Decimal("40.54")
    assert half_up(year[17].additional) == Decimal("61.80")


def test_scenario_3_nine_months_for_who_turns_18_in_march() -> None:
    year = year_of([PAY] * 18, 24, months=9)

    assert sum(each.first for each in year) == Decimal("3172.84")
    assert [each.first for each in year[12:15]] == [Decimal("241.22"), Decimal("36.98"), Decimal(0)]
    assert [each.second for each in year[12:]] == [Decimal(text) for text in ("0", "114", "168", "30", "0", "0")]


@pytest.mark.parametrize(
    ("periods", "exemption"),
    [
        (1, "3500.00"),
        (2, "1750.00"),
        (4, "875.00"),
        (12, "291.66"),
        (24, "145.83"),
        (26, "134.61"),
        (27, "129.62"),
        (52, "67.30"),
        (53, "66.03"),
        (22, "159.09"),
        (13, "269.23"),
        (10, "350.00"),
        (240, "14.58"),
        (2000, "1.75"),
    ],
)
def test_basic_exemption_is_as_printed(periods: int, exemption: str) -> None:
    trace = Trace()
    pension_contributions(Decimal(100), periods, YearSoFar(), TABLES.pension_plan, trace)

    assert trace.steps[0].values["exemption"] == exemption


def test_a_payment_besides_the_regular_one_has_no_exemption() -> None:
    contributions = pension_contributions(Decimal(1000), 26, YearSoFar(), TABLES.pension_plan, Trace(), with_exemption=False)

    assert contributions.first == Decimal("59.50")


@given(st.lists(st.decimals(0, 30_000, places=2), max_size=30), st.integers(0, 12))
def test_a_year_never_costs_more_than_its_most(payments: list[Decimal], months: int) -> None:
    year = year_of(payments, 26, months)
    plan = TABLES.pension_plan

    assert sum(each.first for each in year) <= plan.most * months / 12 + Decimal("0.01")
    assert sum(each.second for each in year) <= plan.second_most * months / 12 + Decimal("0.01")
    assert all(each.first >= 0 and each.second >= 0 for each in year)


@pytest.mark.parametrize(
    ("earnings", "before", "premium", "employers"),
    [
        ("1000", "0", "16.30", "22.82"),
        ("2650", "0", "43.20", "60.48"),
        ("1000", "1120", "3.07", "4.30"),
        ("1000", "1123.07", "0", "0"),
        ("1000", "2000", "0", "0"),
        ("100000", "0", "1123.07", "1572.30"),
        ("0", "0", "0", "0"),
        ("-500", "0", "0", "0"),
    ],
)
def test_premiums(earnings: str, before: str, premium: str, employers: str) -> None:
    paid = insurance_premium(Decimal(earnings), Decimal(before), TABLES.employment_insurance, Trace())

    assert paid == Decimal(premium)
    assert employers_premium(paid, TABLES.employment_insurance, Trace()) == Decimal(employers)
