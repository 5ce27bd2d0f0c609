"""The shape of the United Kingdom's figures, and those of a day."""

from datetime import date
from decimal import Decimal
from functools import cache

import msgspec

from payroll.statutory.tables import Edition, read_tables, tables_on


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a data file take exactly the fields named here."""


class TaxBand(Figures, frozen=True):
    """`width` pounds a year taxed at `rate`; the last band has no end."""

    width: Decimal | None
    rate: Decimal


class IncomeTax(Figures, frozen=True):
    """Bands by region. `basic_band` counts from 0: codes BR and D0 to D3 are taxed in it and those after it."""

    bands: dict[str, tuple[TaxBand, ...]]
    basic_band: int
    overriding_limit: Decimal


class Threshold(Figures, frozen=True):
    """One limit as published for a week, a month and a year, in pounds."""

    week: Decimal
    month: Decimal
    year: Decimal


class NationalInsurance(Figures, frozen=True):
    """Thresholds, and rates by category letter."""

    lower_earnings_limit: Threshold
    primary_threshold: Threshold
    secondary_threshold: Threshold
    upper_earnings_limit: Threshold
    freeport_upper_secondary_threshold: Threshold
    employee_rates: dict[str, tuple[Decimal, Decimal]]
    employer_rate: Decimal
    # From which threshold an employer pays for a category; a category that is not named costs nothing.
    employer_from: dict[str, str]


class StudentLoans(Figures, frozen=True):
    """Thresholds in pounds a year, rates of what is above, by plan."""

    thresholds: dict[str, Decimal]
    rates: dict[str, Decimal]


class QualifyingEarnings(Figures, frozen=True):
    """Lower and upper limit of qualifying earnings, and what makes a worker be enrolled, in one pay reference period."""

    lower: Decimal
    upper: Decimal
    trigger: Decimal


class PensionEnrolment(Figures, frozen=True):
    """Automatic enrolment by pay frequency; least shares of qualifying earnings."""

    earnings: dict[str, QualifyingEarnings]
    least_total: Decimal
    least_employer: Decimal


class MinimumWage(Figures, frozen=True):
    """Pounds an hour, in pay reference periods that begin on or after `effective_from`."""

    effective_from: date

    from_21: Decimal
    from_18: Decimal
    under_18: Decimal
    apprentice: Decimal


class Tables(Figures, frozen=True):
    """Everything of one tax year."""

    edition: Edition
    income_tax: IncomeTax
    national_insurance: NationalInsurance
    student_loans: StudentLoans
    pension_enrolment: PensionEnrolment
    minimum_wage: MinimumWage
    employment_allowance: Decimal
    apprenticeship_levy_rate: Decimal
    apprenticeship_levy_allowance: Decimal


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every tax year that is known, oldest first."""
    return read_tables("uk", Tables)


def tables_of(pay_date: date) -> Tables:
    """The tax year of a payment. Raises NoTables."""
    return tables_on("uk", all_tables(), pay_date)
