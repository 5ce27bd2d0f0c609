"""Tax of a year, taken month by month: what is still due is spread over the payments that are left.

Countries that lay down a year's tax only (India, Nepal) leave the employer to project the year; this is the plain way to do it.
"""

from decimal import Decimal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _now, gettext_lazy as _

from payroll.engine.pack import Assessment, Period
from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import WHOLE, half_up
from payroll.engine.trace import Trace

SENTENCES: dict[str, str | Promise] = {
    "statutory.projection.income": _(
        "The year's pay is expected to be {result}: {paid_before} paid before, {this_payment} now and {regular} in each of "
        "{payments_after} payment(s) to come."
    ),
    "statutory.projection.share": _(
        "This payment carries {result}: a year's tax of {annual}, less {taken} already taken, over {payments_left} payment(s)."
    ),
}


class NoPaymentLeft(CannotCalculate):
    """The year's tax cannot be spread over no payment."""

    def __init__(self, payments_left: int) -> None:
        super().__init__(
            _now("The tax of this payment cannot be worked out."),
            _now("A year's tax cannot be spread over %(count)s payments.") % {"count": payments_left},
            _now("Count this payment and those still to come this year."),
        )


class YearOfPay(msgspec.Struct, frozen=True, kw_only=True):
    """A tax year as seen from one of its payments. `payments_left` counts this one and those to come, of `regular` each."""

    paid_before: Decimal
    this_payment: Decimal
    regular: Decimal
    payments_left: int
    tax_taken: Decimal


def year_of(assessment: Assessment, base: str, regular: Decimal | None, payments_left: int) -> YearOfPay:
    """The year as a payment sees it, in which those to come are of `regular` pay, or like this one."""
    pay = assessment.base(base)
    return YearOfPay(
        paid_before=assessment.so_far(base),
        this_payment=pay,
        regular=pay if regular is None else regular,
        payments_left=payments_left,
        tax_taken=assessment.so_far("income_tax"),
    )


def projected_income(year: YearOfPay, trace: Trace) -> Decimal:
    """What the whole year will have paid. Raises NoPaymentLeft."""
    if year.payments_left < 1:
        raise NoPaymentLeft(year.payments_left)
    payments_after = year.payments_left - 1
    income = year.paid_before + year.this_payment + year.regular * payments_after
    return trace.note(
        "statutory.projection.income",
        income,
        paid_before=year.paid_before,
        this_payment=year.this_payment,
        regular=year.regular,
        payments_after=payments_after,
    )


def share_of_this_payment(annual: Decimal, year: YearOfPay, trace: Trace) -> Decimal:
    """Whole units of the year's tax to take now; never a refund, and never more than is due. Raises NoPaymentLeft."""
    if year.payments_left < 1:
        raise NoPaymentLeft(year.payments_left)
    still_due = max(annual - year.tax_taken, Decimal(0))
    share = half_up(still_due / year.payments_left, WHOLE) if year.payments_left > 1 else still_due
    return trace.note("statutory.projection.share", share, annual=annual, taken=year.tax_taken, payments_left=year.payments_left)


class NotPaidMonthly(CannotCalculate):
    """The country's year is counted in months, and so is its pay."""

    def __init__(self, frequency: str) -> None:
        super().__init__(
            _now("The tax of a %(frequency)s payment cannot be worked out.") % {"frequency": frequency},
            _now("Here pay is monthly, not %(frequency)s.") % {"frequency": frequency},
            _now("Choose monthly in the pay terms."),
        )


def require_monthly(period: Period) -> None:
    """Raises NotPaidMonthly."""
    if period.frequency != "monthly":
        raise NotPaidMonthly(period.frequency)


def months_left(month: int, first_month: int) -> int:
    """Months of a tax year from `month` to its end, both counted; the year begins with `first_month` (1 to 12)."""
    return 12 - (month - first_month) % 12
