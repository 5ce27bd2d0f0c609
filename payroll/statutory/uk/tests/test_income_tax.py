"""PAYE at its edges: the limit of a K code, weeks 53 to 56, prefixes, refunds. Worked by hand from the specification."""

from datetime import date
from decimal import Decimal

import pytest

from payroll.engine.trace import Trace
from payroll.statutory.uk.income_tax import PayeCase, TaxPeriod, income_tax
from payroll.statutory.uk.tables import tables_of
from payroll.statutory.uk.tax_codes import read_tax_code

TABLES = tables_of(date(2026, 4, 30)).income_tax


def tax(code: str, pay: str, period: tuple[int, int, int] = (1, 1, 12), before: tuple[str, str] = ("0", "0")) -> Decimal:
    pay_before, tax_before = map(Decimal, before)
    case = PayeCase(read_tax_code(code), TaxPeriod(*period), Decimal(pay), pay_before, tax_before)
    return income_tax(case, TABLES, Trace())


@pytest.mark.parametrize(
    ("code", "pay", "expected"),
    [
        # 4,759 a year is 396.59 a month, which makes 496 taxable pounds: 99.20, of which half the pay may be taken.
        ("K475", "100", "50.00"),
        ("SK475", "100", "50.00"),
        ("CK475", "100", "50.00"),
        ("K475", "99.99", "49.99"),
        ("K475", "500", "179.20"),
        ("0T", "500", "100.00"),
        ("BR", "999.99", "199.80"),
        ("CBR", "999.99", "199.80"),
        ("SBR", "999.99", "199.80"),
        ("D0", "1000", "400.00"),
        ("CD1", "1000", "450.00"),
        ("SD0", "1000", "210.00"),
        ("SD1", "1000", "420.00"),
        ("SD2", "1000", "450.00"),
        ("SD3", "1000", "480.00"),
        ("NT", "1000", "0.00"),
        # 3,951 taxable pounds: 526.6741 on the first three bands and 42 % of 1,360.
        ("S1257L", "5000", "1097.87"),
        ("C1257L", "5000", "952.06"),
        ("1257L", "1048.26", "0.00"),
        ("1257L", "1049.26", "0.20"),
        ("1257L", "-50", "0.00"),
    ],
)
def test_the_first_month(code: str, pay: str, expected: str) -> None:
    assert tax(code, pay) == Decimal(expected)


@pytest.mark.parametrize(
    ("period", "pay", "expected"),
    [
        # 241.92 a week is free, whatever was paid before.
        ((53, 1, 52), "500", "51.60"),
        ((54, 2, 52), "1000", "103.20"),
        ((56, 4, 52), "2000", "206.40"),
        ((53, 1, 52), "100", "0.00"),
    ],
)
def test_weeks_53_to_56_stand_alone_and_refund_nothing(period: tuple[int, int, int], pay: str, expected: str) -> None:
    assert tax("1257L", pay, period, ("90000", "25000")) == Decimal(expected)
    assert tax("1257L W1", pay, period, ("90000", "25000")) == Decimal(expected)


def test_what_the_limit_left_is_taken_later() -> None:
    assert tax("K475", "3000", (2, 1, 12), ("100", "50")) == Decimal("728.60")


@pytest.mark.parametrize(("code", "expected"), [("1257L", "-209.60"), ("1257L M1", "0.00"), ("1257L X", "0.00"), ("NT", "-390.20")])
def test_only_cumulative_codes_refund(code: str, expected: str) -> None:
    assert tax(code, "0", (2, 1, 12), ("3000", "390.20")) == Decimal(expected)
