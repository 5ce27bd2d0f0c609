"""Employees' state insurance (ESI) of one month.

Source: Employees' State Insurance (Central) Rules 1950, rule 51 (rates from 1 July 2019), from secondary sources: shares of gross
wages, each up to the next rupee. Who was covered when a contribution period (April to September, October to March) began stays
so to its end, whatever they earn.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import WHOLE, up
from payroll.engine.trace import Trace
from payroll.statutory.ind.tables import Tables
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent

_NOTHING = Decimal(0)


class Contributions(msgspec.Struct, frozen=True):
    """Rupees of one month."""

    employee: Decimal
    employer: Decimal
    verified: bool


def state_insurance(gross: Decimal, *, covered_before: bool, tables: Tables, trace: Trace) -> Contributions:
    """Contributions on a month's gross wages; `covered_before` is whether they were due earlier in the contribution period."""
    insurance = tables.state_insurance
    if gross > insurance.gross_limit and not covered_before:
        trace.note("ind.esi.none", _NOTHING, gross=gross, limit=insurance.gross_limit)
        return Contributions(employee=_NOTHING, employer=_NOTHING, verified=tables.edition.verified)
    gross = max(gross, _NOTHING)
    employee = _share("ind.esi.employee", gross, insurance.employee, trace)
    employer = _share("ind.esi.employer", gross, insurance.employer, trace)
    mark_unverified(employee + employer, tables.edition, trace)
    return Contributions(employee=employee, employer=employer, verified=tables.edition.verified)


def _share(rule: str, gross: Decimal, rate: Decimal, trace: Trace) -> Decimal:
    return trace.note(rule, up(gross * rate, WHOLE), gross=gross, rate=percent(rate))
