"""Super guarantee: what an employer has to pay into an employee's fund.

Source: Superannuation Guarantee (Administration) Act 1992; ATO, "Super guarantee" and, from 1 July 2026, "Payday Super": a share
of qualifying earnings (before: ordinary time earnings) up to the maximum contribution base. With Payday Super the fund must
have received it within seven business days after the pay day.
"""

from decimal import Decimal

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.au.tables import Tables
from payroll.statutory.proof import mark_unverified, warn_of
from payroll.statutory.wording import percent

_NOTHING = Decimal(0)


def super_guarantee(earnings: Decimal, earnings_before: Decimal, tables: Tables, trace: Trace) -> Decimal:
    """The contribution on `earnings`, after `earnings_before` from this employer in the same quarter or year of the base."""
    guarantee = tables.super_guarantee
    left = max(guarantee.maximum_base - max(earnings_before, _NOTHING), _NOTHING)
    counted = max(min(earnings, left), _NOTHING)
    amount = trace.note(
        "au.super_guarantee",
        half_up(counted * guarantee.rate),
        rate=percent(guarantee.rate),
        counted=counted,
        earnings=earnings,
        maximum_base=guarantee.maximum_base,
        earnings_before=earnings_before,
    )
    if tables.edition.verified and counted < earnings and not guarantee.maximum_base_verified:
        return warn_of(amount, tables.edition, trace)
    return mark_unverified(amount, tables.edition, trace)
