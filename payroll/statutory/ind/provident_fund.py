"""Employees' provident fund (EPF), pension scheme (EPS) and deposit-linked insurance (EDLI) of one month.

Source: Employees' Provident Funds and Miscellaneous Provisions Act 1952 and its schemes, from secondary sources: contributions go
to the nearest rupee; the pension's share is taken out of the employer's.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import WHOLE, half_up
from payroll.engine.trace import Trace
from payroll.statutory.ind.tables import Tables
from payroll.statutory.proof import mark_unverified
from payroll.statutory.wording import percent

_NOTHING = Decimal(0)


class Member(msgspec.Struct, frozen=True):
    """How somebody contributes: on all wages or up to the ceiling, in the pension scheme or not (from 58 on nobody is)."""

    on_full_wages: bool = False
    in_pension_scheme: bool = True


class Contributions(msgspec.Struct, frozen=True):
    """Rupees of one month. All but the first are the employer's."""

    employee: Decimal
    employer_fund: Decimal
    employer_pension: Decimal
    employer_insurance: Decimal
    employer_administration: Decimal
    verified: bool


def provident_fund(wages: Decimal, member: Member, tables: Tables, trace: Trace) -> Contributions:
    """Contributions on a month's wages (basic pay, dearness and retaining allowance)."""
    fund = tables.provident_fund
    wages = max(wages, _NOTHING)
    capped = min(wages, fund.wage_ceiling)
    counted = wages if member.on_full_wages else capped
    employee = _share("ind.epf.employee", counted, fund.employee, trace)
    employer = _share("ind.epf.employer", counted, fund.employer, trace)
    pension = _share("ind.epf.pension", capped, fund.pension, trace) if member.in_pension_scheme else _NOTHING
    to_fund = trace.note("ind.epf.employer_fund", employer - pension, employer=employer, pension=pension)
    insurance = _share("ind.epf.insurance", capped, fund.insurance, trace)
    administration = _share("ind.epf.administration", counted, fund.administration, trace)
    mark_unverified(employee + employer + insurance + administration, tables.edition, trace)
    return Contributions(
        employee=employee,
        employer_fund=to_fund,
        employer_pension=pension,
        employer_insurance=insurance,
        employer_administration=administration,
        verified=tables.edition.verified,
    )


def _share(rule: str, wages: Decimal, rate: Decimal, trace: Trace) -> Decimal:
    return trace.note(rule, half_up(wages * rate, WHOLE), wages=wages, rate=percent(rate))
