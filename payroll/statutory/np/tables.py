"""The shape of Nepal's figures, and those of a day."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from payroll.statutory.tables import Edition, read_tables, tables_on

type Assessment = Literal["single", "couple"]


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a data file take exactly the fields named here."""


class Band(Figures, frozen=True):
    """The rate on income up to a limit; the last band has none. The first is the social security tax."""

    to: Decimal | None
    rate: Decimal
    is_social_security: bool


class Reliefs(Figures, frozen=True):
    """What may be taken off income, at most, and the share of tax let off to women with employment income only."""

    # Numerator and denominator, since a third is no decimal.
    retirement_share: tuple[Decimal, Decimal]
    retirement: Decimal
    retirement_with_fund: Decimal
    life_insurance: Decimal
    health_insurance: Decimal
    woman_rebate: Decimal


class SocialSecurityFund(Figures, frozen=True):
    """Shares of basic pay."""

    employee: Decimal
    employer: Decimal


class Tables(Figures, frozen=True):
    """Everything of the fiscal years in which it held. Reliefs that are not known are null."""

    edition: Edition
    bands: dict[Assessment, tuple[Band, ...]]
    reliefs: Reliefs | None
    social_security_fund: SocialSecurityFund


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every period that is known, oldest first."""
    return read_tables("np", Tables)


def tables_of(pay_date: date) -> Tables:
    """The figures for a payment. Raises NoTables."""
    return tables_on("np", all_tables(), pay_date)
