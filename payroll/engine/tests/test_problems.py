"""What stops one payment is named with a way out, and stops no other."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from payroll.engine.calculate import Payment, Result, calculate_many
from payroll.engine.case import Case, ExchangeRate
from payroll.engine.components import Component, Proration, Rounding
from payroll.engine.problems import Problem
from payroll.engine.tests.stage import FlatTax, a_case, a_component, a_plan

SALARY = a_component("salary", "base_pay", bases={"taxable"})


def payment(*components: Component, **fields: Any) -> Callable[[], Payment]:
    return lambda: Payment(a_case(**fields), a_plan(components or [SALARY]), FlatTax())


def outcome(prepare: Callable[[], Payment]) -> Result | Problem:
    ((_key, made),) = calculate_many([("one", prepare)])
    return made


class Broken(FlatTax):
    def assess(self, *_args: Any) -> Any:
        raise ZeroDivisionError("a mistake of ours")


PROBLEMS: dict[str, tuple[Callable[[], Payment], str, str, str, str]] = {
    "divides by zero": (
        payment(a_component("salary", "base_pay / (overtime_hours - 2.5)")),
        "ComponentNotCalculated",
        "Salary cannot be worked out.",
        "It divides by zero.",
        "Guard it with: … if … != 0 else 0.",
    ),
    "a circle": (
        payment(a_component("a", "b"), a_component("b", "a")),
        "StructureNotValid",
        "The structure cannot be calculated.",
        "in a circle",
        "Correct these components",
    ),
    "a number that no pay has, in a formula": (
        payment(a_component("salary", "base_pay * 999999999999999 * 100")),
        "ComponentNotCalculated",
        "Salary cannot be worked out.",
        "too large for any pay",
        "Correct the values",
    ),
    "an amount of 10^15": (
        payment(values={"base_pay": Decimal(10) ** 15}),
        "AmountTooLarge",
        "base pay is 1000000000000000, which cannot be right.",
        "at most 15 digits",
        "Correct the amount",
    ),
    "an amount that is no number": (
        payment(values={"base_pay": Decimal("NaN")}),
        "AmountTooLarge",
        "base pay is NaN",
        "at most 15 digits",
        "Correct the amount",
    ),
    "a year to date below zero": (
        payment(to_date={"taxable": Decimal(-1)}),
        "NegativeYearToDate",
        "The year to date of taxable would be -1.",
        "the law counts no year below zero",
        "in the tax year that it belongs to",
    ),
    "a correction below zero": (
        payment(values={"base_pay": Decimal("-500.00")}, to_date={"taxable": Decimal(300)}),
        "NegativeYearToDate",
        "The year to date of taxable would be -200.00.",
        "more off it than was paid",
        "in the tax year that it belongs to",
    ),
    "a currency without decimals": (
        payment(a_component("salary", "base_pay / 7", rounding=Rounding(2)), currency="JPY"),
        "FinerThanCurrency",
        "Salary comes to 428.57, which cannot be paid.",
        "JPY has 0 decimals.",
        "Round it to 0 decimals",
    ),
    "a levy finer than the currency": (
        payment(a_component("salary", "1001", bases={"taxable"}), currency="JPY"),
        "FinerThanCurrency",
        "tax comes to 200.20",
        "JPY has 0 decimals.",
        "Round it to 0 decimals",
    ),
    "no rate": (
        payment(
            a_component("abroad", "100", currency="USD"),
            rates=(ExchangeRate(currency="USD", into="GBP", rate=Decimal("0.8"), day=date(2026, 5, 1), source="a bank"),),
        ),
        "RateMissing",
        "Abroad cannot be converted.",
        "no rate from USD to GBP on or before 2026-04-30",
        "Enter the rate",
    ),
    "no terms at all": (
        lambda: Payment(a_case(stretches=()), a_plan([a_component("x", "unknown_input")]), FlatTax()),
        "StructureNotValid",
        "The structure cannot be calculated.",
        "unknown_input is not known here",
        "Correct these components",
    ),
    "an input without a value": (
        lambda: Payment(_without_rate(), a_plan([a_component("pay", "hourly_rate * 2")]), FlatTax()),
        "InputMissing",
        "Pay cannot be worked out.",
        "hourly rate, which has no value for this person",
        "Enter hourly rate",
    ),
    "no working days": (
        lambda: Payment(_without_days(), a_plan([a_component("salary", "base_pay", proration=Proration.WORKING)]), FlatTax()),
        "NoDaysToProrate",
        "Part of a period's pay",
        "no working days to divide by",
        "Give the work pattern",
    ),
    "deductions beyond the pay": (
        payment(SALARY, a_component("loan", "9000", "deduction")),
        "DeductionsExceedPay",
        "Net pay would be 6600.00 below zero.",
        "The deductions exceed the pay",
        "Lower a deduction",
    ),
    "a mistake of ours": (
        lambda: Payment(a_case(), a_plan([SALARY]), Broken()),
        "ZeroDivisionError",
        "This payment could not be calculated.",
        "Rooster made a mistake",
        "tell the support",
    ),
}


def _without_rate() -> Case:
    case = a_case()
    kept = {name: value for name, value in case.stretches[0].values.items() if name != "hourly_rate"}
    return replace(case, stretches=(replace(case.stretches[0], values=kept),))


def _without_days() -> Case:
    return replace(a_case(paid_days=("15", "0")), working_days=Decimal(0))


@pytest.mark.parametrize("name", PROBLEMS)
def test_says_what_happened_why_and_how_to_fix_it(name: str) -> None:
    prepare, code, what, why, fix = PROBLEMS[name]

    problem = outcome(prepare)

    assert isinstance(problem, Problem)
    assert problem.code == code
    assert what in problem.what
    assert why in problem.why
    assert fix in problem.fix
    assert str(problem) == f"{problem.what} {problem.why} {problem.fix}"


def test_stops_nobody_else() -> None:
    good = payment()
    broken = [prepare for prepare, *_texts in PROBLEMS.values()]
    payments = [good, *(each for pair in zip(broken, [good] * len(broken), strict=True) for each in pair)]

    made = dict(calculate_many(enumerate(payments)))

    assert [isinstance(made[number], Result) for number in range(len(payments))] == [True] + [False, True] * len(broken)


def test_payments_are_calculated_only_when_asked_for() -> None:
    """Memory stays flat, however many people a run has."""
    prepared = []

    def prepare(number: int) -> Payment:
        prepared.append(number)
        return payment()()

    run = calculate_many((number, partial(prepare, number)) for number in range(1000))
    next(run)

    assert prepared == [0]


def test_a_currency_without_decimals_rounds_by_itself() -> None:
    made = outcome(payment(a_component("salary", "base_pay / 7"), currency="JPY"))

    assert isinstance(made, Result)
    assert f"{made.gross:f}" == "429"
