"""A company's own levies: flat, by brackets, by fixed amounts, capped."""

from decimal import Decimal

import pytest
from hypothesis import example, given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.generic.levies import OwnCase, own_levy
from payroll.statutory.generic.sentences import SENTENCES
from payroll.statutory.generic.tables import OwnLevy
from payroll.statutory.generic.tests.test_tables import a_levy, row, tables

pay = st.decimals(min_value=0, max_value=10_000_000, places=2)
FLAT = a_levy(name="Pension", method="flat", rows=(row("0", rate="0.05"),))
PROFESSIONAL = a_levy(
    method="amounts",
    rows=(row("0", "7500", "0"), row("7500", "10000", "0", "175"), row("10000", None, "0", "200")),
)


def levied(levy: OwnLevy, base: str | Decimal, **before: Decimal) -> Decimal:
    return own_levy(OwnCase(base=Decimal(base), payments_a_year=12, **before), levy, tables(levy), Trace())


@pytest.mark.parametrize(
    ("levy", "base", "amount"),
    [
        (FLAT, "1234.50", "61.73"),
        (FLAT, "0", "0"),
        (FLAT, "-100", "0"),
        (a_levy(method="flat", rows=(row("0", rate="0.05"),), rounding="down", unit=Decimal(1)), "1234.50", "61"),
        (a_levy(method="flat", rows=(row("0", rate="0.05"),), rounding="up", unit=Decimal(10)), "1234.50", "70"),
        (a_levy(method="flat", rows=(row("0", rate="0.05"),), unit=Decimal("0.05")), "1234.70", "61.75"),
        (a_levy(method="flat", rows=(row("0", rate="0.05"),), ceiling=Decimal(1000)), "1234.50", "50"),
        (a_levy(method="flat", rows=(row("0", rate="0.05"),), most=Decimal(40)), "1234.50", "40"),
        (a_levy(), "999.99", "100.00"),
        (a_levy(), "1000", "100"),
        (a_levy(), "1500", "200"),
        (a_levy(counted_over="year"), "100", "11.67"),
        (PROFESSIONAL, "7500", "0"),
        (PROFESSIONAL, "7500.01", "175"),
        (PROFESSIONAL, "25000", "200"),
    ],
)
def test_one_payment(levy: OwnLevy, base: str, amount: str) -> None:
    assert levied(levy, base) == Decimal(amount)


def test_a_ceiling_of_the_year_ends_the_levy_when_it_is_reached() -> None:
    levy = a_levy(method="flat", rows=(row("0", rate="0.05"),), ceiling=Decimal(1000), counted_over="year_to_date")

    assert levied(levy, "600") == 30
    assert levied(levy, "600", base_before=Decimal(600), taken_before=Decimal(30)) == 20
    assert levied(levy, "600", base_before=Decimal(1200), taken_before=Decimal(50)) == 0
    # A correction of the year gives back what was taken too much.
    assert levied(levy, "-500", base_before=Decimal(1200), taken_before=Decimal(50)) == -15


@given(pay, pay, st.sampled_from(["payment", "year", "year_to_date"]))
def test_more_pay_is_never_levied_less_nor_above_the_highest_rate(one: Decimal, other: Decimal, counted_over: str) -> None:
    levy = a_levy(counted_over=counted_over)
    less, more = sorted([one, other])
    growth = levied(levy, more) - levied(levy, less)

    assert 0 <= growth <= (more - less) * Decimal("0.2") + Decimal("0.01")


@given(st.lists(pay, min_size=1, max_size=13))
@example([Decimal("0.05"), Decimal(0)])
def test_payments_of_a_year_to_date_add_up_to_the_levy_of_the_year(payments: list[Decimal]) -> None:
    levy = a_levy(counted_over="year_to_date")
    base = taken = Decimal(0)
    for payment in payments:
        taken += levied(levy, payment, base_before=base, taken_before=taken)
        base += payment

    assert taken == levied(levy, base)


@pytest.mark.parametrize(
    ("levy", "counts"),
    [
        (a_levy(ceiling=Decimal(1200), most=Decimal(110), counted_over="year_to_date"), 7),
        (a_levy(counted_over="year"), 5),
        (PROFESSIONAL, 3),
    ],
)
def test_every_step_is_told_and_the_last_says_whose_figures_they_are(levy: OwnLevy, counts: int) -> None:
    trace = Trace()
    own_levy(OwnCase(base=Decimal(2000), payments_a_year=12), levy, tables(levy), trace)
    sentences = explain(trace.steps, SENTENCES)

    assert len(sentences) == counts
    assert sentences[-1].startswith("Not verified: ")
    assert sentences[-1].endswith("entered by the company itself.")
