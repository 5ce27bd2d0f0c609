"""The shape of India's figures, and those of a day."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from payroll.statutory.tables import Edition, read_tables, tables_on

type Regime = Literal["new", "old"]
type AgeBand = Literal["under_60", "from_60", "from_80"]


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a data file take exactly the fields named here."""


class Slab(Figures, frozen=True):
    """The rate on income up to a limit; the last slab has none."""

    to: Decimal | None
    rate: Decimal


class Rebate(Figures, frozen=True):
    """Section 87A: tax up to `most` is let off to residents with taxable income up to `limit`; above, perhaps marginal relief."""

    limit: Decimal
    most: Decimal
    marginal_relief: bool


class Surcharge(Figures, frozen=True):
    """A share of the tax on taxable income above a limit."""

    above: Decimal
    rate: Decimal


class RegimeFigures(Figures, frozen=True):
    """One regime; slabs by the age of a resident."""

    slabs: dict[AgeBand, tuple[Slab, ...]]
    standard_deduction: Decimal
    rebate: Rebate
    surcharge: tuple[Surcharge, ...]


class ProvidentFund(Figures, frozen=True):
    """Shares of wages; pension and insurance count wages up to the ceiling."""

    employee: Decimal
    employer: Decimal
    pension: Decimal
    insurance: Decimal
    administration: Decimal
    wage_ceiling: Decimal


class StateInsurance(Figures, frozen=True):
    """Shares of gross wages of those who earn up to the limit a month."""

    employee: Decimal
    employer: Decimal
    gross_limit: Decimal


class Tables(Figures, frozen=True):
    """Everything of one financial year."""

    edition: Edition
    regimes: dict[Regime, RegimeFigures]
    cess: Decimal
    provident_fund: ProvidentFund
    state_insurance: StateInsurance


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every financial year that is known, oldest first."""
    return read_tables("ind", Tables)


def tables_of(pay_date: date) -> Tables:
    """The financial year of a payment. Raises NoTables."""
    return tables_on("ind", all_tables(), pay_date)
