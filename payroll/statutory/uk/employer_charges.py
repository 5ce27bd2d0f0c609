"""What a British employer owes or keeps by the company's year, not by person: employment allowance and apprenticeship levy.

Source: National Insurance Contributions Act 2014, sections 1 to 8 (employment allowance); Finance Act 2016, part 6, and HMRC, "Pay
Apprenticeship Levy" (cumulative by tax month).
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.calculate import Result
from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import down, half_up
from payroll.engine.trace import Trace
from payroll.statutory.uk.tables import Tables
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")
_MONTHS = 12


class TaxMonthNotValid(CannotCalculate):
    """A tax year has twelve months."""

    def __init__(self, month: int) -> None:
        super().__init__(
            _("The apprenticeship levy cannot be worked out."),
            _("%(month)s is not a tax month.") % {"month": month},
            _("Use 1 (from 6 April) to 12."),
        )


class AllowanceClaim(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a company may use the employment allowance, in the words of HMRC's questions."""

    claimed: bool
    only_paid_employee_is_a_director: bool = False
    mostly_public_work: bool = False
    connected_company_claims: bool = False

    @property
    def is_due(self) -> bool:
        """One exclusion is enough."""
        return self.claimed and not (
            self.only_paid_employee_is_a_director or self.mostly_public_work or self.connected_company_claims
        )


def employment_allowance(
    employer_ni: Decimal, used_before: Decimal, claim: AllowanceClaim, tables: Tables, trace: Trace
) -> Decimal:
    """What of the company's Class 1 `employer_ni` of this month or quarter need not be paid, after `used_before` this tax year."""
    if not claim.is_due:
        return trace.note("uk.allowance.none", _NOTHING, employer_ni=employer_ni)
    left = max(tables.employment_allowance - used_before, _NOTHING)
    used = max(min(employer_ni, left), _NOTHING)
    return trace.note(
        "uk.allowance.used", used, employer_ni=employer_ni, allowance=tables.employment_allowance, used_before=used_before
    )


class CompanyMonth(msgspec.Struct, frozen=True):
    """What the payments of a tax month make together: the employer's Class 1, and the pay bill that the levy is counted on."""

    employer_ni: Decimal
    pay_bill: Decimal


def company_month(results: Iterable[Result]) -> CompanyMonth:
    """The month of a company, whose payments are `results`."""
    employer_ni = pay_bill = _NOTHING
    for result in results:
        employer_ni += sum((line.amount for line in result.lines if line.code == "employer_ni"), _NOTHING)
        pay_bill += result.bases.get("niable", _NOTHING)
    return CompanyMonth(employer_ni, pay_bill)


class LevyYear(msgspec.Struct, frozen=True, kw_only=True):
    """A company's tax year up to and with a tax month. Connected companies share one allowance, each with its `allowance`."""

    month: int
    pay_bill_to_date: Decimal
    paid_before: Decimal
    allowance: Decimal | None = None


def apprenticeship_levy(year: LevyYear, tables: Tables, trace: Trace) -> Decimal:
    """The levy of this tax month; negative when an earlier one turns out to have been too much. Raises TaxMonthNotValid."""
    if not 1 <= year.month <= _MONTHS:
        raise TaxMonthNotValid(year.month)
    yearly = tables.apprenticeship_levy_allowance if year.allowance is None else year.allowance
    allowance = down(yearly * year.month / _MONTHS)
    rate = tables.apprenticeship_levy_rate
    due = max(half_up(year.pay_bill_to_date * rate) - allowance, _NOTHING)
    return trace.note(
        "uk.apprenticeship_levy",
        due - year.paid_before,
        pay_bill=year.pay_bill_to_date,
        rate=percent(rate),
        allowance=allowance,
        due=due,
        paid=year.paid_before,
    )
