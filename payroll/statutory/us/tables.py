"""The shape of the federal figures of the United States, and those of a day."""

from datetime import date
from decimal import Decimal
from functools import cache

import msgspec

from payroll.statutory.tables import Edition, read_tables, tables_on


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a data file take exactly the fields named here."""


class Row(Figures, frozen=True, rename={"start": "from"}):
    """A row of an annual percentage method table: `base` and `rate` of what is above `start`, as printed."""

    start: Decimal
    base: Decimal
    rate: Decimal


class Withholding(Figures, frozen=True):
    """Publication 15-T, percentage method for automated payroll systems; all tables by filing status."""

    # Line 1g of Worksheet 1A, which is not the standard deduction of the tax return.
    standard_line_1g: dict[str, Decimal]
    # What each allowance of a Form W-4 from before 2020 is worth a year.
    allowance: Decimal
    standard: dict[str, tuple[Row, ...]]
    step_2_checkbox: dict[str, tuple[Row, ...]]
    supplemental_rate: Decimal
    supplemental_threshold: Decimal
    supplemental_rate_above: Decimal


class Fica(Figures, frozen=True):
    """Social Security and Medicare, in dollars a year."""

    social_security_rate: Decimal
    social_security_wage_base: Decimal
    medicare_rate: Decimal
    additional_medicare_rate: Decimal
    additional_medicare_threshold: Decimal


class Futa(Figures, frozen=True):
    """Federal unemployment tax. `credit_reductions` by state are settled after the year; None: not published yet."""

    rate: Decimal
    credit: Decimal
    wage_base: Decimal
    credit_reductions: dict[str, Decimal] | None


class Tables(Figures, frozen=True):
    """Everything of one calendar year."""

    edition: Edition
    withholding: Withholding
    fica: Fica
    futa: Futa


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every year that is known, oldest first."""
    return read_tables("us", Tables)


def tables_of(pay_date: date) -> Tables:
    """The year of a payment. Raises NoTables."""
    return tables_on("us", all_tables(), pay_date)
