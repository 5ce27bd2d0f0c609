"""The shape of Australia's figures, and those of a day."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from payroll.statutory.tables import Edition, read_tables, tables_on


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a data file take exactly the fields named here."""


class Coefficients(Figures, frozen=True):
    """y = a x - b for weekly earnings x below a limit; the last row has none."""

    below: Decimal | None
    a: Decimal
    b: Decimal


# Rows by number of the scale: 1, 2, 3, 5 and 6.
type Scales = dict[str, tuple[Coefficients, ...]]


class WithoutTaxFileNumber(Figures, frozen=True):
    """Scale 4: shares of the whole payment."""

    resident: Decimal
    foreign: Decimal


class YearBand(Figures, frozen=True):
    """The rate on a year's income up to a limit; the last band has none."""

    to: Decimal | None
    rate: Decimal


class StudyLoan(Figures, frozen=True):
    """Schedule 8, as it was published: tax and component in one formula, or the component by itself."""

    combined: Scales | None
    component: Scales | None


class StudyLoanYear(Figures, frozen=True):
    """A year's compulsory repayment: nothing up to `free`, shares of what is above, from `whole_from` a share of everything."""

    free: Decimal
    step: Decimal
    at_step: Decimal
    whole_from: Decimal
    rate: Decimal
    rate_above_step: Decimal
    rate_of_whole: Decimal


class SuperGuarantee(Figures, frozen=True):
    """The least share of earnings, on earnings up to the maximum contribution base of a quarter or year."""

    rate: Decimal
    maximum_base: Decimal
    base_period: Literal["quarter", "year"]
    maximum_base_verified: bool


class Tables(Figures, frozen=True):
    """Everything of one income year, or of the part of it in which one schedule held. What is not known is null."""

    edition: Edition
    scales: Scales
    without_tax_file_number: WithoutTaxFileNumber
    working_holiday_makers: tuple[YearBand, ...]
    study_loan: StudyLoan | None
    study_loan_year: StudyLoanYear | None
    super_guarantee: SuperGuarantee


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every period that is known, oldest first."""
    return read_tables("au", Tables)


def tables_of(pay_date: date) -> Tables:
    """The figures for a payment. Raises NoTables."""
    return tables_on("au", all_tables(), pay_date)
