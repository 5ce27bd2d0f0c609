"""A year's income tax on employment, and the part of it to deduct from one payment.

Source: Income Tax Act 2058, schedule 1, with the Finance Acts, from secondary sources. The first band is the social security
tax, which contributors to the Social Security Fund do not pay. Spreading the year over its payments is our own rule.
"""

from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.np.tables import Assessment, Tables
from payroll.statutory.projection import YearOfPay, projected_income, share_of_this_payment
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")


class ReliefsNotKnown(CannotCalculate):
    """The reliefs of this year are not known to the pack."""

    def __init__(self, version: str) -> None:
        super().__init__(
            _("The reliefs that were claimed cannot be taken off."),
            _("The reliefs of %(version)s are not known.") % {"version": version},
            _("Leave contributions, premiums and the rebate out, and settle them in the tax return."),
        )


class TaxPayer(msgspec.Struct, frozen=True, kw_only=True):
    """What decides over tax besides the income. Contributions and premiums are those of the year."""

    assessment: Assessment = "single"
    in_social_security_fund: bool = False
    retirement_contributions: Decimal = _NOTHING
    life_insurance: Decimal = _NOTHING
    health_insurance: Decimal = _NOTHING
    is_woman_with_employment_income_only: bool = False


class AnnualTax(msgspec.Struct, frozen=True):
    """A year's tax with its parts, in rupees; the rebate is taken off the total."""

    income_tax: Decimal
    social_security_tax: Decimal
    rebate: Decimal
    total: Decimal
    verified: bool


def taxable_income(income: Decimal, payer: TaxPayer, tables: Tables, trace: Trace) -> Decimal:
    """A year's income less the reliefs. Raises ReliefsNotKnown when there are some to take off, and they are not known."""
    claimed = payer.retirement_contributions + payer.life_insurance + payer.health_insurance
    if not claimed:
        return max(income, _NOTHING)
    reliefs = tables.reliefs
    if reliefs is None:
        raise ReliefsNotKnown(tables.edition.version)
    numerator, denominator = reliefs.retirement_share
    cap = reliefs.retirement_with_fund if payer.in_social_security_fund else reliefs.retirement
    retirement = min(payer.retirement_contributions, cap, half_up(max(income, _NOTHING) * numerator / denominator))
    life = min(payer.life_insurance, reliefs.life_insurance)
    health = min(payer.health_insurance, reliefs.health_insurance)
    left = max(income - retirement - life - health, _NOTHING)
    return trace.note("np.tax.taxable", left, income=income, retirement=retirement, life=life, health=health)


def annual_tax(taxable: Decimal, payer: TaxPayer, tables: Tables, trace: Trace) -> AnnualTax:
    """Tax on a year's taxable income. Raises ReliefsNotKnown."""
    social_security = income_tax = start = _NOTHING
    for band in tables.bands[payer.assessment]:
        end = taxable if band.to is None else min(taxable, band.to)
        if end <= start:
            break
        if band.is_social_security and payer.in_social_security_fund:
            trace.note("np.tax.waived", _NOTHING, part=end - start)
        elif band.is_social_security:
            social_security += _of_band("np.tax.social_security", end - start, band.rate, start, trace)
        else:
            income_tax += _of_band("np.tax.band", end - start, band.rate, start, trace)
        start = end
    rebate = _rebate(social_security + income_tax, payer, tables, trace)
    exact = social_security + income_tax - rebate
    total = trace.note("np.tax.total", exact, income_tax=income_tax, social_security=social_security, rebate=rebate)
    mark_unverified(total, tables.edition, trace)
    return AnnualTax(
        income_tax=income_tax,
        social_security_tax=social_security,
        rebate=rebate,
        total=total,
        verified=tables.edition.verified,
    )


def tax_of_payment(year: YearOfPay, payer: TaxPayer, tables: Tables, trace: Trace) -> Decimal:
    """Tax to deduct from this payment: what is still due of the projected year, spread. Raises NoPaymentLeft, ReliefsNotKnown."""
    taxable = taxable_income(projected_income(year, trace), payer, tables, trace)
    annual = annual_tax(taxable, payer, tables, trace)
    return mark_unverified(share_of_this_payment(annual.total, year, trace), tables.edition, trace)


def _of_band(rule: str, part: Decimal, rate: Decimal, start: Decimal, trace: Trace) -> Decimal:
    return trace.note(rule, half_up(part * rate), part=part, rate=percent(rate), start=start)


def _rebate(tax: Decimal, payer: TaxPayer, tables: Tables, trace: Trace) -> Decimal:
    if not payer.is_woman_with_employment_income_only:
        return _NOTHING
    if tables.reliefs is None:
        raise ReliefsNotKnown(tables.edition.version)
    rate = tables.reliefs.woman_rebate
    return trace.note("np.tax.rebate", half_up(tax * rate), tax=tax, rate=percent(rate))
