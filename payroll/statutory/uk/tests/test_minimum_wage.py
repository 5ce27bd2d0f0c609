"""The minimum wage by age, apprenticeship and date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import calculate
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import Trace, explain
from payroll.statutory.tables import NoTables
from payroll.statutory.uk.minimum_wage import HoursNotPossible, Work, minimum_wage_check, minimum_wage_on, pay_that_counts
from payroll.statutory.uk.pack import Profile, UnitedKingdom
from payroll.statutory.uk.pension_enrolment import Scheme
from payroll.statutory.uk.sentences import SENTENCES


def work(**changes: Any) -> Work:
    fields: dict[str, Any] = {"period_start": date(2026, 4, 6), "pay": Decimal(1271), "hours": Decimal(100), "age": 30}
    return Work(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "group", "rate"),
    [
        ({"age": 21}, "from_21", "12.71"),
        ({"age": 20}, "from_18", "10.85"),
        ({"age": 17}, "under_18", "8.00"),
        ({"age": 18, "is_apprentice": True}, "apprentice", "8.00"),
        ({"age": 19, "is_apprentice": True}, "from_18", "10.85"),
        ({"age": 40, "is_apprentice": True, "in_first_year_of_apprenticeship": True}, "apprentice", "8.00"),
        ({"age": 40, "is_apprentice": True}, "from_21", "12.71"),
    ],
)
def test_age_and_apprenticeship_choose_the_rate(changes: dict, group: str, rate: str) -> None:
    check = minimum_wage_check(work(**changes), Trace())

    assert (check.group, check.rate) == (group, Decimal(rate))


def test_says_what_is_missing() -> None:
    trace = Trace()
    check = minimum_wage_check(work(pay=Decimal("1200.00")), trace)

    assert (check.least_pay, check.missing, check.hourly, check.is_enough) == (
        Decimal("1271.00"),
        Decimal("71.00"),
        Decimal("12.00"),
        False,
    )
    assert explain(trace.steps, SENTENCES) == [
        "100 hour(s) at the minimum wage of 12.71 (21 and over) ask for 1271.00; with pay of 1200.00, 71.00 is missing."
    ]


def test_enough_to_the_penny_and_no_hours() -> None:
    assert minimum_wage_check(work(), Trace()).is_enough
    assert not minimum_wage_check(work(pay=Decimal("1270.99")), Trace()).is_enough
    assert minimum_wage_check(work(hours=Decimal(0), pay=Decimal(0)), Trace()).is_enough


@given(
    st.decimals(min_value=0, max_value=744, places=2),
    st.decimals(min_value=0, max_value=20_000, places=2),
    st.integers(min_value=16, max_value=80),
)
def test_paying_what_is_missing_is_enough(hours: Decimal, pay: Decimal, age: int) -> None:
    check = minimum_wage_check(work(hours=hours, pay=pay, age=age), Trace())

    assert minimum_wage_check(work(hours=hours, pay=pay + check.missing, age=age), Trace()).is_enough


@pytest.mark.parametrize(
    ("start", "rate"),
    [(date(2025, 4, 1), "12.21"), (date(2026, 3, 31), "12.21"), (date(2026, 4, 1), "12.71"), (date(2027, 3, 31), "12.71")],
)
def test_rates_change_on_1_april(start: date, rate: str) -> None:
    assert minimum_wage_on(start).from_21 == Decimal(rate)


@pytest.mark.parametrize("start", [date(2025, 3, 31), date(2027, 4, 1)])
def test_rates_that_are_not_known_are_not_guessed(start: date) -> None:
    with pytest.raises(NoTables):
        minimum_wage_check(work(period_start=start), Trace())


@pytest.mark.parametrize("hours", ["-1", "744.01", "NaN"])
def test_impossible_hours_are_refused(hours: str) -> None:
    with pytest.raises(HoursNotPossible, match="cannot be worked"):
        minimum_wage_check(work(hours=Decimal(hours)), Trace())


def test_what_counts_of_a_payment() -> None:
    """1,500 and a night premium of 100; 60 for a uniform that the employer asks for; 49.00 given up for a pension."""
    pack = UnitedKingdom()
    scheme = Scheme(employee_share=Decimal("0.05"), employer_share=Decimal("0.03"), treatment="salary_sacrifice")
    plan = a_plan(
        [
            a_component("salary", "1500", bases=pack.bases),
            a_component("night", "100", bases={"taxable", "niable"}),
            a_component("uniform", "60", "deduction"),
        ],
        pack=pack,
    )
    result = calculate(a_case(profile=Profile(tax_code="BR", pension=scheme)), plan, pack)

    assert pay_that_counts(result) == Decimal("1551.00")
    assert pay_that_counts(result, premiums={"night"}, kept_by_employer={"uniform"}) == Decimal("1391.00")
