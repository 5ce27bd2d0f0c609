"""Federal income tax withholding of one payment.

Source: IRS Publication 15-T, Worksheet 1A, Percentage Method Tables for Automated Payroll Systems. Each line that is divided or
multiplied is rounded to the cent with halves up; the publication leaves that to the employer.
"""

from decimal import Decimal

from payroll.engine.rounding import WHOLE, half_up
from payroll.engine.trace import Trace
from payroll.statutory.us.tables import Row, Withholding
from payroll.statutory.us.w4 import W4, W4Before2020
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")


def income_tax(wages: Decimal, periods: int, certificate: W4 | W4Before2020, tables: Withholding, trace: Trace) -> Decimal:
    """Tax to withhold from the taxable `wages` of a payroll period, of which the year has `periods`."""
    if certificate.exempt:
        return trace.note("us.tax.exempt", _NOTHING, wages=wages)
    annual = wages * periods
    if isinstance(certificate, W4Before2020):
        adjusted = _adjusted_before_2020(annual, certificate, tables, trace)
        rows, yearly_credit, extra = tables.standard[certificate.filing_status], _NOTHING, certificate.additional_amount
    else:
        adjusted = _adjusted(annual, certificate, tables, trace)
        schedules = tables.step_2_checkbox if certificate.step_2_checkbox else tables.standard
        rows, yearly_credit, extra = schedules[certificate.filing_status], certificate.credits, certificate.extra_withholding
    tentative = _tentative(adjusted, periods, rows, trace)
    credit = half_up(yearly_credit / periods)
    after_credit = max(tentative - credit, _NOTHING)
    if credit:
        trace.note("us.tax.after_credits", after_credit, tentative=tentative, credits=yearly_credit, periods=periods, credit=credit)
    return trace.note("us.tax.this_period", after_credit + extra, after_credits=after_credit, extra=extra)


def supplemental_flat(wages: Decimal, paid_before: Decimal, tables: Withholding, trace: Trace, *, exempt: bool = False) -> Decimal:
    """The optional flat rate on supplemental wages; what is over a million in the year, `paid_before` included, has its own.

    Source: IRS Publication 15, section 7. Of a Form W-4 only an exemption matters: the flat rate is for those who have tax
    withheld from regular wages. The rate over a million is for everybody.
    """
    above = _above(paid_before + wages, tables.supplemental_threshold) - _above(paid_before, tables.supplemental_threshold)
    rate = _NOTHING if exempt else tables.supplemental_rate
    tax = half_up((wages - above) * rate) + half_up(above * tables.supplemental_rate_above)
    return trace.note(
        "us.tax.supplemental",
        tax,
        wages=wages - above,
        rate=percent(rate),
        above=above,
        rate_above=percent(tables.supplemental_rate_above),
        threshold=tables.supplemental_threshold,
    )


def wage_bracket_cell(
    at_least: Decimal, less_than: Decimal, periods: int, certificate: W4, tables: Withholding, trace: Trace
) -> Decimal:
    """The cell that a wage bracket table prints for a row: the tax at the middle of the row, to the whole dollar."""
    tax = income_tax((at_least + less_than) / 2, periods, certificate, tables, trace)
    return trace.note("us.tax.wage_bracket", half_up(tax, WHOLE), at_least=at_least, less_than=less_than, tax=tax)


def _adjusted(annual: Decimal, certificate: W4, tables: Withholding, trace: Trace) -> Decimal:
    """Lines 1c to 1i of Worksheet 1A."""
    line_1g = _NOTHING if certificate.step_2_checkbox else tables.standard_line_1g[certificate.filing_status]
    adjusted = max(annual + certificate.other_income - certificate.deductions - line_1g, _NOTHING)
    return trace.note(
        "us.tax.adjusted",
        adjusted,
        annual=annual,
        other_income=certificate.other_income,
        deductions=certificate.deductions,
        line_1g=line_1g,
    )


def _adjusted_before_2020(annual: Decimal, certificate: W4Before2020, tables: Withholding, trace: Trace) -> Decimal:
    """Lines 1j to 1l of Worksheet 1A."""
    adjusted = max(annual - certificate.allowances * tables.allowance, _NOTHING)
    return trace.note(
        "us.tax.adjusted_before_2020",
        adjusted,
        annual=annual,
        allowances=certificate.allowances,
        allowance=tables.allowance,
    )


def _tentative(adjusted: Decimal, periods: int, rows: tuple[Row, ...], trace: Trace) -> Decimal:
    """Lines 2a to 2h of Worksheet 1A."""
    row = next(row for row in reversed(rows) if row.start <= adjusted)
    annual_tax = row.base + half_up((adjusted - row.start) * row.rate)
    tax = half_up(annual_tax / periods)
    return trace.note(
        "us.tax.tentative", tax, adjusted=adjusted, base=row.base, rate=percent(row.rate), start=row.start, periods=periods
    )


def _above(amount: Decimal, threshold: Decimal) -> Decimal:
    return max(amount - threshold, _NOTHING)
