"""Student and postgraduate loan deductions of one payment.

Source: HMRC, "Collection of student loans": a share of earnings above the plan's threshold, down to the whole pound. With
several undergraduate plans the lowest threshold counts; a postgraduate loan is deducted besides.
"""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import WHOLE, down
from payroll.engine.trace import Trace
from payroll.statutory.uk.tables import StudentLoans
from payroll.statutory.wording import percent

POSTGRADUATE = "pgl"


class PlanNotCollected(CannotCalculate):
    """An employer does not collect this plan in this tax year."""

    def __init__(self, plan: str, known: Collection[str]) -> None:
        self.plan = plan
        super().__init__(
            _("The student loan deduction cannot be worked out."),
            _("Employers do not collect loan plan %(plan)s in this tax year.") % {"plan": repr(plan)},
            _("Enter the plan of the start notice, one of %(known)s, or none.") % {"known": ", ".join(known)},
        )


def student_loan(
    plans: Collection[str], earnings: Decimal, periods: int, of_year: int, tables: StudentLoans, trace: Trace
) -> Decimal:
    """Pounds to deduct from `earnings` (liable to National Insurance) of `periods` weeks or months. Raises PlanNotCollected."""
    for plan in plans:
        if plan not in tables.thresholds:
            raise PlanNotCollected(plan, tables.thresholds)
    undergraduate = [plan for plan in plans if plan != POSTGRADUATE]
    counted = [min(undergraduate, key=tables.thresholds.__getitem__)] if undergraduate else []
    counted += [plan for plan in plans if plan == POSTGRADUATE]
    return sum((_of_plan(plan, earnings, periods, of_year, tables, trace) for plan in counted), Decimal("0.00"))


def _of_plan(plan: str, earnings: Decimal, periods: int, of_year: int, tables: StudentLoans, trace: Trace) -> Decimal:
    """For several weeks or months: the deduction of an average one, as often."""
    threshold = down(tables.thresholds[plan] / of_year)
    each = down(max(down(earnings / periods) - threshold, Decimal(0)) * tables.rates[plan], WHOLE)
    return trace.note(
        "uk.student_loan",
        each * periods,
        plan=plan,
        earnings=earnings,
        threshold=threshold,
        periods=periods,
        rate=percent(tables.rates[plan]),
    )
