"""Figures without an official proof are told apart from the others by their trace, whatever the country."""

import importlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from payroll.engine.calculate import Result, calculate
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.statutory.au.pack import Australia, Profile as AustralianProfile
from payroll.statutory.generic.pack import OwnCountry
from payroll.statutory.generic.tests.test_tables import a_levy, tables
from payroll.statutory.ind.pack import India, Profile as IndianProfile
from payroll.statutory.np.pack import Nepal, Profile as NepaleseProfile
from payroll.statutory.proof import is_verified
from payroll.statutory.uk.pack import Profile as BritishProfile, UnitedKingdom

PAYMENTS = [
    (UnitedKingdom(), BritishProfile(tax_code="1257L"), date(2026, 8, 31), True),
    (Australia(), AustralianProfile(), date(2026, 8, 31), True),
    (Australia(), AustralianProfile(), date(2026, 6, 30), False),
    (India(), IndianProfile(), date(2026, 8, 31), False),
    (Nepal(), NepaleseProfile(), date(2026, 8, 31), False),
    (OwnCountry("FR", [tables(a_levy())]), None, date(2026, 8, 31), False),
]


def paid(pack: Any, profile: Any, pay_date: date, pay: str) -> Result:
    plan = a_plan([a_component("salary", "base_pay", bases=pack.bases)], pack=pack)
    return calculate(
        a_case(profile=profile, currency=pack.currency or "EUR", pay_date=pay_date, values={"base_pay": Decimal(pay)}), plan, pack
    )


@pytest.mark.parametrize(("pack", "profile", "pay_date", "verified"), PAYMENTS)
@pytest.mark.parametrize("pay", ["0", "3000.00"])
def test_a_payment_knows_whether_its_figures_are_verified(
    pack: Any, profile: Any, pay_date: date, verified: bool, pay: str
) -> None:
    assert is_verified(paid(pack, profile, pay_date, pay).steps) is verified


@pytest.mark.parametrize(("pack", "profile", "pay_date", "_verified"), PAYMENTS)
def test_a_payment_of_any_size_leaves_something(pack: Any, profile: Any, pay_date: date, _verified: bool) -> None:
    pay = "999999999999999.99"

    assert 0 < paid(pack, profile, pay_date, pay).net < Decimal(pay)


@pytest.mark.parametrize("country", ["uk", "au", "ind", "np"])
def test_figures_are_read_without_a_database(country: str) -> None:
    all_tables = importlib.import_module(f"payroll.statutory.{country}.tables").all_tables

    assert len(all_tables()) >= 2
    assert all(each.edition.source for each in all_tables())
