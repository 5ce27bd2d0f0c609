"""Workplace pensions: who is enrolled automatically, and what is paid for them in one pay reference period.

Source: Pensions Act 2008, sections 1 to 20, with the yearly review of the earnings trigger and qualifying earnings band; The
Pensions Regulator, "Detailed guidance" 3, 4 and 9; certified schemes by regulation 32E of SI 2010/772.
"""

from decimal import Decimal
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.uk.tables import QualifyingEarnings, Tables
from payroll.statutory.wording import percent

type Worker = Literal["eligible_jobholder", "non_eligible_jobholder", "entitled_worker", "not_covered"]
# How the employee's share escapes tax: the provider claims the basic rate, it leaves taxable pay, or pay itself is given up.
type Treatment = Literal["relief_at_source", "net_pay", "salary_sacrifice"]
# Which pay is counted: qualifying earnings, or pay from the first pound with one of the three certificates.
type Basis = Literal["qualifying_earnings", "basic_pay", "mostly_basic_pay", "all_pay"]

_NOTHING = Decimal("0.00")
_WORKER_FROM, _ENROLLED_FROM, _WORKER_UNTIL = 16, 22, 75
# Least shares, all together and the employer's, for each certificate.
_CERTIFIED = {
    "basic_pay": (Decimal("0.09"), Decimal("0.04")),
    "mostly_basic_pay": (Decimal("0.08"), Decimal("0.03")),
    "all_pay": (Decimal("0.07"), Decimal("0.03")),
}


class PeriodNotPublished(CannotCalculate):
    """No limits are published for pay reference periods this long."""

    def __init__(self, frequency: str, known: str) -> None:
        super().__init__(
            _("The workplace pension cannot be worked out."),
            _("There are no pension limits for %(frequency)s pay.") % {"frequency": frequency},
            _("Choose one of %(known)s.") % {"known": known},
        )


class SharesTooLow(CannotCalculate):
    """The scheme pays less than the law asks for."""

    def __init__(self, least_total: Decimal, least_employer: Decimal) -> None:
        why = _("An enrolled worker's pension needs %(total)s %% of this pay in all, and %(employer)s %% of it from the employer.")
        super().__init__(
            _("The pension scheme pays less than the law asks for."),
            why % {"total": percent(least_total), "employer": percent(least_employer)},
            _("Raise one of the shares."),
        )


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """How a scheme is paid for; shares of the pay that is counted."""

    employee_share: Decimal
    employer_share: Decimal
    basis: Basis = "qualifying_earnings"
    treatment: Treatment = "relief_at_source"


class Contributions(msgspec.Struct, frozen=True):
    """Pounds of one pay reference period.

    `from_net_pay` is taken after tax and `claimed_by_provider` comes from HMRC on top; `off_taxable_pay` and `off_niable_pay`
    lower what tax and National Insurance are worked out on. What the employer sends is `employer`, with any sacrificed pay, and
    whatever was taken from the employee.
    """

    counted_pay: Decimal
    employee: Decimal
    employer: Decimal
    from_net_pay: Decimal
    claimed_by_provider: Decimal
    off_taxable_pay: Decimal
    off_niable_pay: Decimal


def worker_category(age: int, *, below_state_pension_age: bool, earnings: Decimal, frequency: str, tables: Tables) -> Worker:
    """What the employer owes a worker: enrolment, a right to opt in with its money, or a right to join.

    Raises PeriodNotPublished.
    """
    limits = _limits(frequency, tables)
    if not _WORKER_FROM <= age < _WORKER_UNTIL:
        return "not_covered"
    if earnings <= limits.lower:
        return "entitled_worker"
    if earnings > limits.trigger and age >= _ENROLLED_FROM and below_state_pension_age:
        return "eligible_jobholder"
    return "non_eligible_jobholder"


def qualifying_earnings(earnings: Decimal, frequency: str, tables: Tables, trace: Trace) -> Decimal:
    """The part of earnings between the lower and the upper limit. Raises PeriodNotPublished."""
    limits = _limits(frequency, tables)
    part = max(min(earnings, limits.upper) - limits.lower, _NOTHING)
    return trace.note("uk.pension.qualifying", part, earnings=earnings, lower=limits.lower, upper=limits.upper)


def require_enough(scheme: Scheme, tables: Tables) -> None:
    """Raises SharesTooLow if the scheme cannot be used for automatic enrolment."""
    enrolment = tables.pension_enrolment
    total, employer = _CERTIFIED.get(scheme.basis, (enrolment.least_total, enrolment.least_employer))
    if scheme.employer_share < employer or scheme.employer_share + scheme.employee_share < total:
        raise SharesTooLow(total, employer)


def pension_contributions(earnings: Decimal, frequency: str, scheme: Scheme, tables: Tables, trace: Trace) -> Contributions:
    """What is paid into a scheme for one pay reference period.

    `earnings` are those that the scheme's basis names; whether before or after a sacrifice is what the scheme's rules say.
    Raises PeriodNotPublished.
    """
    if scheme.basis == "qualifying_earnings":
        counted = qualifying_earnings(earnings, frequency, tables, trace)
    else:
        counted = trace.note("uk.pension.pay", max(earnings, _NOTHING), basis=scheme.basis)
    employee = trace.note(
        "uk.pension.employee", half_up(counted * scheme.employee_share), counted=counted, rate=percent(scheme.employee_share)
    )
    employer = trace.note(
        "uk.pension.employer", half_up(counted * scheme.employer_share), counted=counted, rate=percent(scheme.employer_share)
    )
    if scheme.treatment == "salary_sacrifice":
        whole = trace.note("uk.pension.sacrifice", employer + employee, employer=employer, sacrificed=employee)
        return Contributions(counted, _NOTHING, whole, _NOTHING, _NOTHING, employee, employee)
    if scheme.treatment == "net_pay":
        trace.note("uk.pension.net_pay", employee)
        return Contributions(counted, employee, employer, _NOTHING, _NOTHING, employee, _NOTHING)
    # Providers claim the basic rate of England even for Scottish and Welsh taxpayers.
    rate = tables.income_tax.bands["ruk"][tables.income_tax.basic_band].rate
    relief = half_up(employee * rate)
    from_net = trace.note("uk.pension.relief", employee - relief, employee=employee, relief=relief, rate=percent(rate))
    return Contributions(counted, employee, employer, from_net, relief, _NOTHING, _NOTHING)


def _limits(frequency: str, tables: Tables) -> QualifyingEarnings:
    published = tables.pension_enrolment.earnings
    if frequency not in published:
        raise PeriodNotPublished(frequency, ", ".join(published))
    return published[frequency]
