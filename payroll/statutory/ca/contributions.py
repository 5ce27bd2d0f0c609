"""Canada Pension Plan contributions and Employment Insurance premiums of one payment.

Source: T4127, chapters 6 and 7. The basic exemption of a period is cut off at the cent, contributions and premiums are rounded
to the cent with halves up. The employer pays the same contributions, and a multiple of the premium.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import down, half_up
from payroll.engine.trace import Trace
from payroll.statutory.ca.tables import EmploymentInsurance, PensionPlan
from payroll.statutory.ca.wording import note_exact
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")
_MONTHS = 12


class YearSoFar(msgspec.Struct, frozen=True):
    """What this employer paid and deducted in the year before this payment.

    `months` (PM) are those of the year in which contributions are due: fewer for who turns 18 or 70, or elects to stop.
    """

    pensionable: Decimal = _NOTHING
    contributions: Decimal = _NOTHING
    second_contributions: Decimal = _NOTHING
    premiums: Decimal = _NOTHING
    months: int = _MONTHS


class Contributions(msgspec.Struct, frozen=True):
    """CPP of a payment: C, C2, and F5, the exact part of both that is deducted from taxable income."""

    first: Decimal
    second: Decimal
    additional: Decimal


NO_CONTRIBUTIONS = Contributions(_NOTHING, _NOTHING, _NOTHING)


def pension_contributions(
    earnings: Decimal, periods: int, before: YearSoFar, tables: PensionPlan, trace: Trace, *, with_exemption: bool = True
) -> Contributions:
    """Contributions on the pensionable `earnings` of a payment, bonuses included, when the year has so many pay periods.

    A payment besides the regular one of its period gets no second basic exemption: `with_exemption` is False for it.
    """
    exemption = down(tables.exemption / periods) if with_exemption else _NOTHING
    left = tables.most * before.months / _MONTHS - before.contributions
    first = max(half_up(min(left, tables.rate * (earnings - exemption))), _NOTHING)
    trace.note("ca.cpp", first, rate=percent(tables.rate), earnings=earnings, exemption=exemption, left=max(left, _NOTHING))
    threshold = max(before.pensionable, tables.most_pensionable * before.months / _MONTHS)
    second_left = tables.second_most * before.months / _MONTHS - before.second_contributions
    above = max(before.pensionable + earnings - threshold, _NOTHING)
    second = max(half_up(min(second_left, above * tables.second_rate)), _NOTHING)
    if second:
        trace.note("ca.cpp2", second, rate=percent(tables.second_rate), above=above, left=second_left)
    additional = first * tables.first_additional_rate / tables.rate + second
    return Contributions(first, second, note_exact(trace, "ca.cpp.additional", additional, first=first, second=second))


def insurance_premium(earnings: Decimal, premiums_before: Decimal, tables: EmploymentInsurance, trace: Trace) -> Decimal:
    """The employee's premium on insurable `earnings`."""
    left = tables.most - premiums_before
    premium = max(half_up(min(left, tables.rate * earnings)), _NOTHING)
    return trace.note("ca.ei", premium, rate=percent(tables.rate), earnings=earnings, left=max(left, _NOTHING))


def employers_premium(premium: Decimal, tables: EmploymentInsurance, trace: Trace) -> Decimal:
    """What the employer pays besides an employee's premium, without a reduced rate."""
    amount = half_up(premium * tables.employer_multiple)
    return trace.note("ca.ei.employer", amount, premium=premium, multiple=tables.employer_multiple)
