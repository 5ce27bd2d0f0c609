"""Contributions to the Social Security Fund of one month.

Source: Contribution Based Social Security Act 2074 and its schemes, from secondary sources: shares of basic pay.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.np.tables import Tables
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent


class Contributions(msgspec.Struct, frozen=True):
    """Rupees of one month."""

    employee: Decimal
    employer: Decimal
    verified: bool


def social_security_fund(basic_pay: Decimal, tables: Tables, trace: Trace) -> Contributions:
    """Contributions on a month's basic pay."""
    fund = tables.social_security_fund
    basic_pay = max(basic_pay, Decimal(0))
    employee = _share("np.ssf.employee", basic_pay, fund.employee, trace)
    employer = _share("np.ssf.employer", basic_pay, fund.employer, trace)
    mark_unverified(employee + employer, tables.edition, trace)
    return Contributions(employee=employee, employer=employer, verified=tables.edition.verified)


def _share(rule: str, basic_pay: Decimal, rate: Decimal, trace: Trace) -> Decimal:
    return trace.note(rule, half_up(basic_pay * rate), basic_pay=basic_pay, rate=percent(rate))
