"""Social Security, Medicare and FUTA around the limits of a year, and corrections below zero."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace
from payroll.statutory.us.fica import FicaTaxes, fica, futa, futa_credit_reduction
from payroll.statutory.us.tables import tables_of

YEAR = tables_of(date(2026, 6, 30))
cents = st.decimals(-300_000, 300_000, places=2)


def taxes(wages: str, social_security_before: str = "0", medicare_before: str = "0") -> FicaTaxes:
    return fica(Decimal(wages), Decimal(social_security_before), Decimal(medicare_before), YEAR.fica, Trace())


@pytest.mark.parametrize(
    ("wages", "before", "social_security", "medicare", "additional"),
    [
        ("5000", "0", "310.00", "72.50", "0.00"),
        ("0", "0", "0.00", "0.00", "0.00"),
        ("5000", "182000", "155.00", "72.50", "0.00"),
        ("5000", "184500", "0.00", "72.50", "0.00"),
        ("5000", "198000", "0.00", "72.50", "27.00"),
        ("300000", "0", "11439.00", "4350.00", "900.00"),
        # A correction takes the year back under the limits, and gives back only what was taken above them.
        ("-5000", "187000", "-155.00", "-72.50", "0.00"),
        ("-5000", "203000", "0.00", "-72.50", "-27.00"),
    ],
)
def test_limits_of_the_year(wages: str, before: str, social_security: str, medicare: str, additional: str) -> None:
    given_taxes = taxes(wages, before, before)

    assert (given_taxes.social_security, given_taxes.medicare) == (Decimal(social_security), Decimal(medicare))
    assert given_taxes.additional_medicare == Decimal(additional)


def test_the_employer_matches_all_but_the_additional_tax() -> None:
    paid = taxes("10000", "199000", "199000")

    assert (paid.employer_social_security, paid.employer_medicare) == (paid.social_security, paid.medicare)
    assert paid.additional_medicare == Decimal("81.00")


@given(cents, st.decimals(0, 400_000, places=2))
def test_a_correction_takes_back_what_was_taken(wages: Decimal, before: Decimal) -> None:
    there = fica(wages, before, before, YEAR.fica, Trace())
    back = fica(-wages, before + wages, before + wages, YEAR.fica, Trace())

    assert msgspec.structs.astuple(back) == tuple(-amount for amount in msgspec.structs.astuple(there))


@pytest.mark.parametrize(
    ("wages", "before", "expected"), [("5000", "0", "30.00"), ("5000", "6000", "6.00"), ("5000", "7000", "0.00")]
)
def test_futa(wages: str, before: str, expected: str) -> None:
    assert futa(Decimal(wages), Decimal(before), YEAR.futa, Trace()) == Decimal(expected)


def test_credit_reductions_are_known_only_when_published() -> None:
    of_2025 = tables_of(date(2025, 6, 30)).futa

    assert futa_credit_reduction(Decimal(7000), "CA", of_2025, Trace()) == Decimal("84.00")
    assert futa_credit_reduction(Decimal(7000), "TX", of_2025, Trace()) == Decimal("0.00")
    assert futa_credit_reduction(Decimal(7000), "CA", YEAR.futa, Trace()) is None
