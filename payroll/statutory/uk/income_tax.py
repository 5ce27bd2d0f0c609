"""PAYE income tax of one payment.

Source: HMRC, Specification for PAYE Tax Table Routines: exact percentage method, with its roundings.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import WHOLE, down, up
from payroll.engine.trace import Trace
from payroll.statutory.uk.tables import IncomeTax, TaxBand
from payroll.statutory.uk.tax_codes import TaxCode
from payroll.statutory.wording import percent

_FOUR_PLACES = Decimal("0.0001")
# Free pay is worked out for numbers up to 500 and for each further 500 added as published, in pounds a week and a month.
_FREE_PAY_OF_500 = {52: Decimal("96.16"), 12: Decimal("416.67")}
_NOTHING = Decimal("0.00")


class TaxPeriod(msgspec.Struct, frozen=True):
    """Where a payment lies in the tax year.

    `number` counts the weeks (of 52) or months (of 12) of the year up to and with it; it pays for `length` of them.
    """

    number: int
    length: int
    of_year: int


class PayeCase(msgspec.Struct, frozen=True):
    """What income tax needs to know of one payment. Amounts in pounds; those to date do not contain this payment."""

    code: TaxCode
    period: TaxPeriod
    pay: Decimal
    pay_to_date: Decimal
    tax_to_date: Decimal


def income_tax(case: PayeCase, tables: IncomeTax, trace: Trace) -> Decimal:
    """Tax to take from this payment; negative is a refund."""
    if _is_alone(case):
        due = _tax_due(case.code, case.pay, case.period.length, case.period.of_year, tables, trace)
        return trace.note("uk.tax.this_period", _within_limit(due, case.pay, tables, trace), due=due, paid=_NOTHING)
    due = _tax_due(case.code, case.pay_to_date + case.pay, case.period.number, case.period.of_year, tables, trace)
    tax = _within_limit(due - case.tax_to_date, case.pay, tables, trace)
    return trace.note("uk.tax.this_period", tax, due=due, paid=case.tax_to_date)


def _is_alone(case: PayeCase) -> bool:
    """Week 1/month 1 codes look at no other payment, nor does a payment in week 53, 54 or 56."""
    return case.code.non_cumulative or case.period.number > case.period.of_year


def _tax_due(code: TaxCode, pay: Decimal, periods: int, of_year: int, tables: IncomeTax, trace: Trace) -> Decimal:
    if code.untaxed:
        return trace.note("uk.tax.untaxed", _NOTHING, pay=pay)
    bands = tables.bands[code.region]
    if code.flat_band is not None:
        rate = bands[tables.basic_band + code.flat_band].rate
        taxable = down(max(pay, _NOTHING), WHOLE)
        return trace.note("uk.tax.flat", down(taxable * rate), taxable=taxable, rate=percent(rate))
    free_pay = _free_pay(code, periods, of_year, trace)
    taxable = trace.note("uk.tax.taxable", down(max(pay - free_pay, _NOTHING), WHOLE), pay=pay, free_pay=free_pay)
    return _banded_tax(taxable, bands, periods, of_year, trace)


def _free_pay(code: TaxCode, periods: int, of_year: int, trace: Trace) -> Decimal:
    """Pay that is free of tax in so many periods; below zero for a K code, whose holder has pay added instead."""
    number = abs(code.number)
    if not number:
        return trace.note("uk.tax.free_pay", _NOTHING, number=0, periods=periods)
    five_hundreds, rest = divmod(number - 1, 500)
    of_rest = up(down(Decimal((rest + 1) * 10 + 9) / of_year, _FOUR_PLACES))
    amount = (five_hundreds * _FREE_PAY_OF_500[of_year] + of_rest) * periods
    return trace.note("uk.tax.free_pay", amount if code.number > 0 else -amount, number=code.number, periods=periods)


def _banded_tax(taxable: Decimal, bands: tuple[TaxBand, ...], periods: int, of_year: int, trace: Trace) -> Decimal:
    """Tax on whole pounds, by the band in which the last of them falls."""
    yearly_start = yearly_tax = Decimal(0)
    for band in bands:
        start, tax_below = (down(each * periods / of_year, _FOUR_PLACES) for each in (yearly_start, yearly_tax))
        if band.width is None or taxable <= up(down((yearly_start + band.width) * periods / of_year, _FOUR_PLACES), WHOLE):
            tax = down(tax_below + (taxable - start) * band.rate)
            return trace.note("uk.tax.due", tax, taxable=taxable, start=start, tax_below=tax_below, rate=percent(band.rate))
        yearly_start += band.width
        yearly_tax += band.width * band.rate
    raise AssertionError("The last band has no end.")


def _within_limit(tax: Decimal, pay: Decimal, tables: IncomeTax, trace: Trace) -> Decimal:
    """No payment loses more than the overriding limit, half of it (Income Tax (PAYE) Regulations 2003, regulation 23)."""
    limit = down(max(pay, _NOTHING) * tables.overriding_limit)
    if tax <= limit:
        return tax
    return trace.note("uk.tax.limited", limit, tax=tax, pay=pay, share=percent(tables.overriding_limit))
