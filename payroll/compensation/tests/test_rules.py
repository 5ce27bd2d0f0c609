"""Instalments and rates, by examples."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import DateRange
from payroll.compensation.rules.loans import instalment_due
from payroll.compensation.rules.terms import PayBasis, PayFrequency, Terms


@pytest.mark.parametrize(("balance", "due"), [("500", "120"), ("80", "80"), ("0", "0"), ("-3", "0")])
def test_an_instalment_is_never_more_than_what_is_owed(balance: str, due: str) -> None:
    assert instalment_due(Decimal(balance), Decimal(120)) == Decimal(due)


def test_rates_follow_from_what_was_agreed() -> None:
    terms = Terms(Decimal(52000), PayBasis.ANNUAL, "GBP", PayFrequency.MONTHLY, DateRange(date(2026, 1, 1)))
    rates = terms.rates(weekly_hours=Decimal(40), weekly_days=Decimal(5))
    assert (rates.annual, rates.hourly, rates.daily) == (Decimal(52000), Decimal(25), Decimal(200))
    assert rates.monthly is not None
    assert round(rates.monthly, 4) == Decimal("4333.3333")
