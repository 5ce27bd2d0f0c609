"""The shape of Canada's figures, and those of a day and a province."""

from datetime import date
from decimal import Decimal
from functools import cache

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.statutory.tables import Edition, read_tables, tables_on


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Parts of a data file take exactly the fields named here."""


class ProvinceNotCovered(CannotCalculate):
    """There are no figures for a province or territory on a day."""

    def __init__(self, province: str, pay_date: date | None, covered: str) -> None:
        self.province = province
        names = {"province": repr(province), "day": pay_date.isoformat() if pay_date else ""}
        super().__init__(
            _("There are no figures of %(province)s for a payment on %(day)s.") % names
            if pay_date
            else _("There are no figures of %(province)s.") % names,
            _("Covered are %(covered)s; three of them until June 2026 only, because the figures since then have no proof.")
            % {"covered": covered},
            _("Choose another province of employment, or an earlier day of payment."),
        )


class Bracket(Figures, frozen=True):
    """`rate` (R, V) of the year's income less `constant` (K, KP), for incomes from `start` (A); table 8.1."""

    start: Decimal
    rate: Decimal
    constant: Decimal


class Phase(Figures, frozen=True):
    """A basic amount moves in a straight line to `amount` while net income moves from `start` to `end`."""

    start: Decimal
    end: Decimal
    amount: Decimal


class LabourFund(Figures, frozen=True):
    """Credit for shares of labour-sponsored funds bought by payroll: `rate` of them, at most `most` a year."""

    rate: Decimal
    most: Decimal


class SupplementalCredit(Figures, frozen=True):
    """Alberta, K5P: numerator ÷ denominator of what credits have above an amount."""

    above: Decimal
    numerator: Decimal
    denominator: Decimal


class LowIncomeReduction(Figures, frozen=True):
    """British Columbia, S: `amount`, less `rate` of income from `start`; nothing from `end`."""

    amount: Decimal
    start: Decimal
    end: Decimal
    rate: Decimal


class BasicTaxReduction(Figures, frozen=True):
    """Ontario, S: the basic amount (S2), and what each dependant of form TD1ON adds (Y)."""

    amount: Decimal
    per_dependant: Decimal


class Surtax(Figures, frozen=True):
    """Ontario, V1: `rate` of basic provincial tax above `above`."""

    above: Decimal
    rate: Decimal


class HealthPremium(Figures, frozen=True, rename={"least": "from"}):
    """Ontario, V2: with income above `above`, `least` and `rate` of what is above, up to `up_to`."""

    above: Decimal
    least: Decimal
    rate: Decimal
    up_to: Decimal


class Jurisdiction(Figures, frozen=True):
    """What the federal government and the provinces have in common.

    `claim_code_range` is the width of the range of each claim code; without it only codes 0 and 1 are known.
    """

    brackets: tuple[Bracket, ...]
    basic_amount: Decimal
    basic_amount_phase: Phase | None = None
    claim_code_range: Decimal | None = None
    labour_fund: LabourFund | None = None
    employment_amount: Decimal | None = None

    @property
    def lowest_rate(self) -> Decimal:
        """The rate at which credits are given."""
        return self.brackets[0].rate


class Province(Jurisdiction, frozen=True):
    """A province or territory. With `effective_to` its figures end before those of the edition."""

    effective_to: date | None = None
    supplemental_credit: SupplementalCredit | None = None
    low_income_reduction: LowIncomeReduction | None = None
    basic_tax_reduction: BasicTaxReduction | None = None
    surtax: tuple[Surtax, ...] = ()
    health_premium: tuple[HealthPremium, ...] = ()


class PensionPlan(Figures, frozen=True):
    """Canada Pension Plan, tables 8.3 to 8.6: contributions (C) of which a part is base, and second additional ones (C2)."""

    exemption: Decimal
    most_pensionable: Decimal
    rate: Decimal
    base_rate: Decimal
    first_additional_rate: Decimal
    most: Decimal
    most_base: Decimal
    second_most_pensionable: Decimal
    second_rate: Decimal
    second_most: Decimal


class EmploymentInsurance(Figures, frozen=True):
    """Employment Insurance, table 8.7."""

    most_insurable: Decimal
    rate: Decimal
    most: Decimal
    employer_multiple: Decimal


class Tables(Figures, frozen=True):
    """One edition of T4127."""

    edition: Edition
    federal: Jurisdiction
    provinces: dict[str, Province]
    pension_plan: PensionPlan
    employment_insurance: EmploymentInsurance

    def province(self, code: str, pay_date: date | None = None) -> Province:
        """The figures of a province (two letters, "ON") on a day of the edition. Raises ProvinceNotCovered."""
        found = self.provinces.get(code)
        if found is None or (pay_date and found.effective_to and pay_date > found.effective_to):
            raise ProvinceNotCovered(code, pay_date if found else None, ", ".join(self.provinces))
        return found


@cache
def all_tables() -> tuple[Tables, ...]:
    """Every edition that is known, oldest first."""
    return read_tables("ca", Tables)


def tables_of(pay_date: date) -> Tables:
    """The edition of a payment. Raises NoTables."""
    return tables_on("ca", all_tables(), pay_date)
