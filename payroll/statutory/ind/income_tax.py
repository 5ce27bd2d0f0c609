"""A year's income tax on salary, and the part of it to deduct from one payment.

Source: Income-tax Act 1961, ss. 16, 87A, 115BAC, 192, 288A and 288B, and the Finance Acts; from April 2026 the Income-tax Act
2025, ss. 19, 156, 202 and 392. Spreading the year over its months is our own rule: the law asks for the average rate.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.ind.tables import AgeBand, Rebate, Regime, RegimeFigures, Slab, Surcharge, Tables
from payroll.statutory.projection import YearOfPay, projected_income, share_of_this_payment
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent

_NOTHING = Decimal(0)
_TENS = Decimal("1E+1")
_ONE = Decimal(1)


class TaxPayer(msgspec.Struct, frozen=True, kw_only=True):
    """What decides over tax besides the salary. `other_deductions` are those that the chosen regime allows."""

    regime: Regime = "new"
    age_band: AgeBand = "under_60"
    resident: bool = True
    other_deductions: Decimal = _NOTHING


class AnnualTax(msgspec.Struct, frozen=True):
    """A year's tax with its parts, in rupees."""

    taxable_income: Decimal
    rebate: Decimal
    surcharge: Decimal
    cess: Decimal
    before_rounding: Decimal
    total: Decimal
    verified: bool


def annual_tax(gross_salary: Decimal, payer: TaxPayer, tables: Tables, trace: Trace) -> AnnualTax:
    """Tax on a year's salary."""
    regime = tables.regimes[payer.regime]
    taxable = _taxable_income(gross_salary, payer, regime, trace)
    # Only residents have the wider first slabs of higher ages.
    slabs = regime.slabs[payer.age_band if payer.resident else "under_60"]
    tax = trace.note("ind.tax.slabs", _by_slabs(taxable, slabs), taxable=taxable, regime=payer.regime)
    rebate = _rebate(tax, taxable, regime.rebate, trace) if payer.resident else _NOTHING
    after_rebate = tax - rebate
    surcharge = _surcharge(after_rebate, taxable, slabs, regime.surcharge, trace)
    cess = half_up((after_rebate + surcharge) * tables.cess)
    trace.note("ind.tax.cess", cess, rate=percent(tables.cess), tax=after_rebate, surcharge=surcharge)
    exact = after_rebate + surcharge + cess
    total = trace.note("ind.tax.total", _to_tens(exact), exact=exact)
    mark_unverified(total, tables.edition, trace)
    return AnnualTax(
        taxable_income=taxable,
        rebate=rebate,
        surcharge=surcharge,
        cess=cess,
        before_rounding=exact,
        total=total,
        verified=tables.edition.verified,
    )


def monthly_tax(year: YearOfPay, payer: TaxPayer, tables: Tables, trace: Trace) -> Decimal:
    """Tax to deduct from this payment: what is still due of the projected year, spread over its months. Raises NoPaymentLeft."""
    annual = annual_tax(projected_income(year, trace), payer, tables, trace)
    return mark_unverified(share_of_this_payment(annual.total, year, trace), tables.edition, trace)


def _taxable_income(gross: Decimal, payer: TaxPayer, regime: RegimeFigures, trace: Trace) -> Decimal:
    """Section 288A: to the nearest ten rupees."""
    exact = max(gross - regime.standard_deduction - payer.other_deductions, _NOTHING)
    return trace.note(
        "ind.tax.taxable",
        _to_tens(exact),
        gross=gross,
        standard_deduction=regime.standard_deduction,
        other_deductions=payer.other_deductions,
    )


def _by_slabs(taxable: Decimal, slabs: tuple[Slab, ...]) -> Decimal:
    tax = start = _NOTHING
    for slab in slabs:
        end = taxable if slab.to is None else min(taxable, slab.to)
        if end <= start:
            break
        tax += (end - start) * slab.rate
        start = end
    return half_up(tax)


def _rebate(tax: Decimal, taxable: Decimal, rebate: Rebate, trace: Trace) -> Decimal:
    """Section 87A. Marginal relief: what is earned above the limit is the most that tax may take of it."""
    if taxable <= rebate.limit:
        return trace.note("ind.tax.rebate", min(tax, rebate.most), limit=rebate.limit, most=rebate.most)
    above = taxable - rebate.limit
    if not rebate.marginal_relief or tax <= above:
        return _NOTHING
    return trace.note("ind.tax.rebate_relief", tax - above, limit=rebate.limit, above=above, tax=tax)


def _surcharge(tax: Decimal, taxable: Decimal, slabs: tuple[Slab, ...], surcharges: tuple[Surcharge, ...], trace: Trace) -> Decimal:
    """With marginal relief: tax and surcharge grow over those at the limit by no more than income does."""
    lower_rate = _NOTHING
    reached: tuple[Surcharge, Decimal] | None = None
    for surcharge in surcharges:
        if taxable <= surcharge.above:
            break
        reached = surcharge, lower_rate
        lower_rate = surcharge.rate
    if reached is None:
        return _NOTHING
    band, rate_below = reached
    full = half_up(tax * band.rate)
    trace.note("ind.tax.surcharge", full, rate=percent(band.rate), tax=tax, limit=band.above)
    at_limit = half_up(_by_slabs(band.above, slabs) * (_ONE + rate_below))
    most = max(at_limit + taxable - band.above - tax, _NOTHING)
    if full <= most:
        return full
    return trace.note("ind.tax.surcharge_relief", most, at_limit=at_limit, above=taxable - band.above, limit=band.above, tax=tax)


def _to_tens(amount: Decimal) -> Decimal:
    """The nearest ten, fives up, written without an exponent. Sections 288A and 288B leave paise out of account first."""
    return half_up(amount.quantize(_ONE, "ROUND_DOWN"), _TENS).quantize(_ONE)
