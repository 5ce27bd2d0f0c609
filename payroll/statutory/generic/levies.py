"""A company's own levies on one payment.

Source: the company. Every result ends its trace with the warning that its figures have no official proof.
"""

from decimal import Decimal

import msgspec

from payroll.engine import rounding
from payroll.engine.trace import Trace
from payroll.statutory.generic.tables import OwnLevy, OwnTables
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent

_NOTHING = Decimal(0)
_ROUNDINGS = {"down": rounding.down, "half_up": rounding.half_up, "up": rounding.up}


class OwnCase(msgspec.Struct, frozen=True, kw_only=True):
    """What a levy needs to know of one payment; amounts before are those of the year without this payment."""

    base: Decimal
    payments_a_year: int
    base_before: Decimal = _NOTHING
    taken_before: Decimal = _NOTHING


def own_levy(case: OwnCase, levy: OwnLevy, tables: OwnTables, trace: Trace) -> Decimal:
    """What `levy` makes of this payment. Counted over the year to date it may be negative: a repayment."""
    is_to_date = levy.counted_over == "year_to_date"
    if levy.counted_over == "year":
        annual = _of_stretch(case.base * case.payments_a_year, levy, trace)
        exact = annual / case.payments_a_year
        trace.note("generic.share_of_year", rounding.half_up(exact), name=levy.name, annual=annual, payments=case.payments_a_year)
    else:
        exact = _of_stretch(case.base_before + case.base if is_to_date else case.base, levy, trace)
    amount = _ROUNDINGS[levy.rounding](exact / levy.unit, rounding.WHOLE) * levy.unit
    trace.note("generic.rounded", amount, name=levy.name, unit=levy.unit, rounding=levy.rounding)
    if is_to_date:
        # Rounded before, so that the payments of a year add up to its levy.
        amount = trace.note("generic.to_date", amount - case.taken_before, name=levy.name, due=amount, taken=case.taken_before)
    return mark_unverified(amount, tables.edition, trace)


def _of_stretch(base: Decimal, levy: OwnLevy, trace: Trace) -> Decimal:
    """The levy on a payment, a year, or a year to date, before it is rounded."""
    counted = max(base, _NOTHING)
    if levy.ceiling is not None and counted > levy.ceiling:
        counted = trace.note("generic.ceiling", levy.ceiling, name=levy.name, base=base)
    exact = _fixed_amount(counted, levy, trace) if levy.method == "amounts" else _by_rates(counted, levy, trace)
    if levy.most is not None and exact > levy.most:
        return trace.note("generic.most", levy.most, name=levy.name, exact=exact)
    return exact


def _by_rates(counted: Decimal, levy: OwnLevy, trace: Trace) -> Decimal:
    total = _NOTHING
    for row in levy.rows:
        part = (counted if row.to is None else min(counted, row.to)) - row.start
        if part <= 0:
            break
        total += trace.note("generic.row", part * row.rate, name=levy.name, part=part, start=row.start, rate=percent(row.rate))
    return total


def _fixed_amount(counted: Decimal, levy: OwnLevy, trace: Trace) -> Decimal:
    """A base on the edge of two rows belongs to the lower one."""
    row = next(row for row in levy.rows if row.to is None or counted <= row.to)
    return trace.note("generic.amount", row.amount, name=levy.name, counted=counted, start=row.start)
