"""A year's tax is spread over its payments without taking more than is due."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.projection import SENTENCES, NoPaymentLeft, YearOfPay, projected_income, share_of_this_payment

amounts = st.decimals(min_value=0, max_value=10_000_000, places=2)


def year(payments_left: int, tax_taken: Decimal = Decimal(0), **pay: Decimal) -> YearOfPay:
    nothing = Decimal(0)
    return YearOfPay(
        **({"paid_before": nothing, "this_payment": nothing, "regular": nothing} | pay),
        payments_left=payments_left,
        tax_taken=tax_taken,
    )


@given(amounts, st.integers(min_value=1, max_value=53))
def test_the_shares_of_a_year_are_its_tax(annual: Decimal, payments: int) -> None:
    taken = Decimal(0)
    for left in range(payments, 0, -1):
        taken += share_of_this_payment(annual, year(left, taken), Trace())

    assert taken == annual or (payments > 1 and abs(taken - annual) < 1)


@given(amounts, amounts, st.integers(min_value=1, max_value=12))
def test_is_never_a_refund_and_never_more_than_is_due(annual: Decimal, taken: Decimal, left: int) -> None:
    share = share_of_this_payment(annual, year(left, taken), Trace())

    assert 0 <= share <= max(annual - taken, Decimal(0)) + 1


def test_the_income_of_the_year_counts_this_payment_and_those_to_come() -> None:
    trace = Trace()
    pay = {"paid_before": Decimal(300), "this_payment": Decimal(150), "regular": Decimal(100)}

    assert projected_income(year(9, **pay), trace) == Decimal(1250)
    assert explain(trace.steps, SENTENCES) == [
        "The year's pay is expected to be 1250: 300 paid before, 150 now and 100 in each of 8 payment(s) to come."
    ]


@pytest.mark.parametrize("payments_left", [0, -1])
def test_a_year_without_payments_is_refused(payments_left: int) -> None:
    with pytest.raises(NoPaymentLeft, match="Count this payment"):
        share_of_this_payment(Decimal(100), year(payments_left), Trace())
    with pytest.raises(NoPaymentLeft):
        projected_income(year(payments_left), Trace())
