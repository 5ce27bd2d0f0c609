"""Income tax of one payment: pay annualised, taxed, and divided by the pay periods; bonuses by the difference that they make.

Source: T4127, chapter 4 (option 1), steps 1 and 6, and the regular method for bonuses. Where the guide leaves a choice, this is
what the Payroll Deductions Online Calculator of the CRA does:

- the year's contributions are those of the period as often, but at least those deducted so far (recommended with K2);
- with a bonus the additional contributions are shared out to the cent between pay and bonus, and premiums on a year's pay are
  reckoned on the year.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.ca.annual_tax import Year, federal_tax, health_premium, provincial_tax
from payroll.statutory.ca.contributions import (
    NO_CONTRIBUTIONS,
    Contributions,
    YearSoFar,
    insurance_premium,
    pension_contributions,
)
from payroll.statutory.ca.tables import Province, Tables
from payroll.statutory.ca.td1 import Td1
from payroll.statutory.ca.wording import note_exact
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")
_MONTHS = 12
# A bonus that leaves the year's income at or below this is taxed at a flat rate.
_SMALL_INCOME = Decimal(5000)
_SMALL_INCOME_RATE = Decimal("0.15")


class Pay(msgspec.Struct, frozen=True):
    """One payment. `periods` is P, `income` I (taxable benefits included), all other amounts of the period unless they say so.

    `bonus` (B) is paid now, `earlier_bonuses` (B1) before in the year, with `earlier_additional` (F5B) on them. A retroactive
    increase is a bonus with `retroactive_periods`, those that it is for. `annual_deductions` (F1) and the other credits (K3, K3P)
    are authorised by a tax office; begun after the year did, they come adjusted by `from_now`. Without `is_income_paid` there is a
    bonus only, and `income` is the latest that was paid. `not_pensionable` and `not_insurable` are the parts of income that
    contributions and premiums do not count.
    """

    periods: int
    income: Decimal
    is_income_paid: bool = True
    not_pensionable: Decimal = _NOTHING
    not_insurable: Decimal = _NOTHING
    bonus: Decimal = _NOTHING
    retroactive_periods: int = 1
    registered_plans: Decimal = _NOTHING
    union_dues: Decimal = _NOTHING
    support_payments: Decimal = _NOTHING
    bonus_registered_plans: Decimal = _NOTHING
    earlier_bonuses: Decimal = _NOTHING
    earlier_registered_plans: Decimal = _NOTHING
    earlier_additional: Decimal = _NOTHING
    annual_deductions: Decimal = _NOTHING
    other_federal_credits: Decimal = _NOTHING
    other_provincial_credits: Decimal = _NOTHING
    fund_shares: Decimal = _NOTHING
    pensionable: bool = True
    insurable: bool = True


class IncomeTax(msgspec.Struct, frozen=True):
    """Tax to deduct, by who it is for; that on a bonus apart. `additional` is what form TD1 asks for besides."""

    federal: Decimal
    provincial: Decimal
    bonus_federal: Decimal
    bonus_provincial: Decimal
    additional: Decimal

    @property
    def total(self) -> Decimal:
        """Everything."""
        return self.federal + self.provincial + self.bonus_federal + self.bonus_provincial + self.additional


class Payee(msgspec.Struct, frozen=True):
    """The two forms TD1 of who is paid, the figures of their province of employment, and their year so far."""

    federal: Td1
    provincial: Td1
    province: Province
    year: YearSoFar = YearSoFar()


def from_now(amount: Decimal, periods: int, periods_left: int) -> Decimal:
    """A year's amount (F1, K3) that is taken into account only from this period on, as formulas need it."""
    return amount * periods / periods_left


def income_tax(pay: Pay, payee: Payee, contributions: Contributions, premium: Decimal, tables: Tables, trace: Trace) -> IncomeTax:
    """Federal and provincial tax of a payment, whose contributions and premium have been worked out before."""
    if payee.federal.exempt:
        return _exempt(pay, payee, trace)
    if pay.bonus > 0:
        return _with_bonus(pay, payee, contributions, tables, trace)
    year = _year(
        pay,
        payee,
        additional=contributions.additional,
        pension=max(pay.periods * _base(contributions.first, tables), payee.year.contributions),
        insurance=max(pay.periods * premium, payee.year.premiums),
        tables=tables,
    )
    federal, provincial = _annual(year, payee, tables, trace)
    return _deducted(federal, provincial, pay, payee, trace)


def _exempt(pay: Pay, payee: Payee, trace: Trace) -> IncomeTax:
    """Claim code E: no tax but the Ontario Health Premium."""
    annual = pay.periods * pay.income
    premium = half_up(health_premium(annual, payee.province, trace) / pay.periods)
    trace.note("ca.tax.exempt", premium, income=annual)
    return IncomeTax(_NOTHING, premium, _NOTHING, _NOTHING, payee.federal.additional_tax)


def _with_bonus(pay: Pay, payee: Payee, contributions: Contributions, tables: Tables, trace: Trace) -> IncomeTax:
    """Tax of the pay alone, and for the bonus the difference between the years with and without it."""
    on_pay, on_bonus = additional_shares(pay, contributions)
    if not pay.is_income_paid:
        on_pay = half_up(_contributions_of_pay(pay, payee.year, tables).additional)
    note_exact(trace, "ca.tax.additional_shared", on_pay, additional=contributions.additional, bonus=pay.bonus, on_bonus=on_bonus)
    rate = tables.employment_insurance.rate if pay.insurable else _NOTHING
    of_period, of_year = _premiums(pay, payee, tables)
    pension, bonus_pension = _pensions(pay, payee, contributions, tables)
    alone = _year(pay, payee, additional=on_pay, pension=pension, insurance=pay.periods * of_period, tables=tables)
    alone = msgspec.structs.replace(alone, pension_to_cents=True)
    federal, provincial = (half_up(tax) for tax in _annual(alone, payee, tables, trace))
    without = _year_with_bonuses(pay, payee, additional=on_pay, pension=pension, insurance=of_year, tables=tables)
    together = _year_with_bonuses(
        pay,
        payee,
        additional=on_pay,
        pension=pension + bonus_pension,
        insurance=of_year + rate * pay.bonus,
        bonus=max(pay.bonus - pay.bonus_registered_plans - on_bonus, _NOTHING),
        tables=tables,
    )
    note_exact(trace, "ca.tax.bonus_years", pay.bonus, without=without.income, together=together.income)
    if together.income <= _SMALL_INCOME:
        flat = half_up(pay.bonus * _SMALL_INCOME_RATE)
        trace.note("ca.tax.bonus_flat", flat, bonus=pay.bonus, rate=percent(_SMALL_INCOME_RATE), income=together.income)
        return _deducted(federal, provincial, pay, payee, trace, (flat, _NOTHING))
    before, after = _annual(without, payee, tables, trace), _annual(together, payee, tables, trace)
    on_federal, on_provincial = (half_up(max(later - earlier, _NOTHING)) for earlier, later in zip(before, after, strict=True))
    trace.note("ca.tax.bonus", on_federal + on_provincial, federal=on_federal, provincial=on_provincial)
    return _deducted(federal, provincial, pay, payee, trace, (on_federal, on_provincial))


def additional_shares(pay: Pay, contributions: Contributions) -> tuple[Decimal, Decimal]:
    """F5A and F5B: the additional contributions of this payment that fall on its pay, and on its bonus."""
    if not pay.is_income_paid:
        return _NOTHING, half_up(contributions.additional)
    measure = pay.income * pay.retroactive_periods + pay.bonus
    on_pay = half_up(contributions.additional * (measure - pay.bonus) / measure)
    return on_pay, half_up(contributions.additional * pay.bonus / measure)


def _contributions_of_pay(pay: Pay, year: YearSoFar, tables: Tables) -> Contributions:
    """Those of the period's pay without its bonus."""
    if not pay.pensionable:
        return NO_CONTRIBUTIONS
    return pension_contributions(pay.income - pay.not_pensionable, pay.periods, year, tables.pension_plan, Trace())


def _premiums(pay: Pay, payee: Payee, tables: Tables) -> tuple[Decimal, Decimal]:
    """The premium of a period of pay without its bonus, and that of a year of it; the most once the year's most is reached."""
    if not pay.insurable:
        return _NOTHING, _NOTHING
    insurance = tables.employment_insurance
    earnings = pay.income - pay.not_insurable
    premium = insurance_premium(earnings, payee.year.premiums, insurance, Trace())
    if premium < insurance_premium(earnings, _NOTHING, insurance, Trace()):
        return insurance.most, insurance.most
    return premium, pay.periods * earnings * insurance.rate


def _pensions(pay: Pay, payee: Payee, contributions: Contributions, tables: Tables) -> tuple[Decimal, Decimal]:
    """Base contributions of a year of pay without the bonus, and those of the bonus."""
    if not pay.pensionable:
        return _NOTHING, _NOTHING
    of_pay = _contributions_of_pay(pay, payee.year, tables).first
    bonus = _base(contributions.first - (of_pay if pay.is_income_paid else _NOTHING), tables)
    if of_pay < _contributions_of_pay(pay, YearSoFar(), tables).first:
        return tables.pension_plan.most_base, bonus
    return pay.periods * _base(of_pay, tables), bonus


def _base(contribution: Decimal, tables: Tables) -> Decimal:
    return contribution * tables.pension_plan.base_rate / tables.pension_plan.rate


def _year_with_bonuses(
    pay: Pay,
    payee: Payee,
    *,
    additional: Decimal,
    pension: Decimal,
    insurance: Decimal,
    tables: Tables,
    bonus: Decimal = _NOTHING,
) -> Year:
    """The year with its earlier bonuses, and with `bonus`, what is taxed of the one paid now."""
    if pay.pensionable:
        pension += _base(pay.earlier_bonuses * tables.pension_plan.rate, tables)
    if pay.insurable:
        insurance += pay.earlier_bonuses * tables.employment_insurance.rate
    year = _year(pay, payee, additional=additional, pension=pension, insurance=insurance, tables=tables)
    earlier = max(pay.earlier_bonuses - pay.earlier_registered_plans - pay.earlier_additional, _NOTHING)
    return msgspec.structs.replace(
        year,
        income=year.income + earlier + bonus,
        gross=year.gross + pay.earlier_bonuses + (pay.bonus if bonus else _NOTHING),
    )


def _year(pay: Pay, payee: Payee, *, additional: Decimal, pension: Decimal, insurance: Decimal, tables: Tables) -> Year:
    """The year that pay like this would make, without any bonus."""
    period = pay.income - pay.registered_plans - pay.support_payments - additional - pay.union_dues
    return Year(
        income=max(pay.periods * period - payee.federal.prescribed_zone - pay.annual_deductions, _NOTHING),
        gross=pay.periods * pay.income,
        pension=min(pension, tables.pension_plan.most_base * payee.year.months / _MONTHS),
        insurance=min(insurance, tables.employment_insurance.most),
        prescribed_zone=payee.federal.prescribed_zone,
        other_federal_credits=pay.other_federal_credits,
        other_provincial_credits=pay.other_provincial_credits,
        fund_shares=pay.periods * pay.fund_shares,
        insurance_to_cents=pay.bonus > 0,
    )


def _annual(year: Year, payee: Payee, tables: Tables, trace: Trace) -> tuple[Decimal, Decimal]:
    federal = federal_tax(year, payee.federal, tables.federal, trace)
    return federal, provincial_tax(year, payee.provincial, payee.province, trace)


def _deducted(
    federal: Decimal,
    provincial: Decimal,
    pay: Pay,
    payee: Payee,
    trace: Trace,
    on_bonus: tuple[Decimal, Decimal] = (_NOTHING, _NOTHING),
) -> IncomeTax:
    """Step 6: the period's share of the year's taxes; of a bonus paid by itself nothing but the tax on it."""
    if pay.is_income_paid:
        tax = IncomeTax(half_up(federal / pay.periods), half_up(provincial / pay.periods), *on_bonus, payee.federal.additional_tax)
    else:
        tax = IncomeTax(_NOTHING, _NOTHING, *on_bonus, _NOTHING)
    trace.note(
        "ca.tax.this_period",
        tax.total,
        federal=tax.federal,
        provincial=tax.provincial,
        periods=pay.periods,
        on_bonus=tax.bonus_federal + tax.bonus_provincial,
        additional=tax.additional,
    )
    return tax
