"""How much of a full period's amount a stretch of it is worth."""

from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.engine.case import Case, Stretch
from payroll.engine.components import Proration
from payroll.engine.problems import CannotCalculate

_MONTH = Decimal(30)


class NoDaysToProrate(CannotCalculate):
    """The period has no days of the kind that a component is prorated by."""

    def __init__(self) -> None:
        super().__init__(
            _("Part of a period's pay cannot be worked out."),
            _("The period has no working days to divide by."),
            _("Give the work pattern, or prorate by calendar days."),
        )


def proration(case: Case, stretch: Stretch, by: Proration) -> tuple[Decimal, Decimal]:
    """Days paid, and of how many. Raises NoDaysToProrate.

    A month of 30 days loses the days that are not paid, or, where those are the more, has the days that are.
    """
    match by:
        case Proration.NONE:
            return Decimal(1), Decimal(1)
        case Proration.CALENDAR:
            paid, of = stretch.paid_calendar_days, case.calendar_days
        case Proration.WORKING:
            paid, of = stretch.paid_working_days, case.working_days
        case Proration.FIXED_30:
            paid, of = _of_thirty(case, stretch), _MONTH
    if not of:
        raise NoDaysToProrate
    return paid, of


def _of_thirty(case: Case, stretch: Stretch) -> Decimal:
    """The month's days paid less those of the earlier stretches: the last one absorbs that no month is exactly 30 days long."""
    if stretch is not case.stretches[-1]:
        return min(stretch.paid_calendar_days, _MONTH)
    paid = sum((each.paid_calendar_days for each in case.stretches), Decimal(0))
    unpaid = case.calendar_days - paid
    month_paid = paid if paid < unpaid else _MONTH - unpaid
    earlier = sum((min(each.paid_calendar_days, _MONTH) for each in case.stretches[:-1]), Decimal(0))
    return max(month_paid - earlier, Decimal(0))
