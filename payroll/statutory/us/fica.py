"""Social Security and Medicare of employee and employer, and federal unemployment tax of the employer.

Source: IRS Publication 15 (Circular E), sections 9 and 14. The taxes of a payment are those of the year with it less those of the
year without it, so a correction below zero gives back exactly what it had cost.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.us.tables import Fica, Futa
from payroll.statutory.wording import percent


class FicaTaxes(msgspec.Struct, frozen=True):
    """Dollars that employee and employer owe on one payment; the employer matches all but the additional Medicare tax."""

    social_security: Decimal
    medicare: Decimal
    additional_medicare: Decimal
    employer_social_security: Decimal
    employer_medicare: Decimal


def fica(wages: Decimal, social_security_before: Decimal, medicare_before: Decimal, tables: Fica, trace: Trace) -> FicaTaxes:
    """Taxes on `wages`, given the wages that this employer has already paid in the year under each of the two taxes."""
    base = tables.social_security_wage_base
    under_base = min(social_security_before + wages, base) - min(social_security_before, base)
    social_security = trace.note(
        "us.fica.social_security",
        half_up(under_base * tables.social_security_rate),
        wages=under_base,
        rate=percent(tables.social_security_rate),
        base=base,
    )
    medicare = trace.note(
        "us.fica.medicare", half_up(wages * tables.medicare_rate), wages=wages, rate=percent(tables.medicare_rate)
    )
    threshold = tables.additional_medicare_threshold
    above = max(medicare_before + wages - threshold, Decimal(0)) - max(medicare_before - threshold, Decimal(0))
    additional = half_up(above * tables.additional_medicare_rate)
    if above:
        rate = percent(tables.additional_medicare_rate)
        trace.note("us.fica.additional_medicare", additional, wages=above, rate=rate, threshold=threshold)
    return FicaTaxes(social_security, medicare, additional, social_security, medicare)


def futa(wages: Decimal, wages_before: Decimal, tables: Futa, trace: Trace) -> Decimal:
    """Federal unemployment tax of the employer, with the full credit for state unemployment tax paid in time.

    States with a credit reduction owe the rest with Form 940 after the year: see `futa_credit_reduction`.
    """
    under_base = min(wages_before + wages, tables.wage_base) - min(wages_before, tables.wage_base)
    rate = tables.rate - tables.credit
    return trace.note("us.futa", half_up(under_base * rate), wages=under_base, rate=percent(rate), base=tables.wage_base)


def futa_credit_reduction(futa_wages: Decimal, state: str, tables: Futa, trace: Trace) -> Decimal | None:
    """What a state's credit reduction adds to the year's FUTA wages there; None before the reductions are published."""
    if tables.credit_reductions is None:
        return None
    rate = tables.credit_reductions.get(state, Decimal(0))
    return trace.note("us.futa.credit_reduction", half_up(futa_wages * rate), wages=futa_wages, state=state, rate=percent(rate))
