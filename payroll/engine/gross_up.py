"""Net to gross: what must be paid so that an agreed net arrives."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.calculate import Payment, Result, calculate, smallest_unit
from payroll.engine.case import Case
from payroll.engine.problems import CannotCalculate, DeductionsExceedPay
from payroll.engine.trace import Step

_LARGEST = Decimal(10) ** 12


class NoGrossFound(CannotCalculate):
    """No amount leads to the agreed net."""

    def __init__(self, net: Decimal) -> None:
        super().__init__(
            _("No amount leads to a net of %(net)s.") % {"net": f"{net:f}"},
            _("The deductions grow faster than the pay, or the pay does not depend on this input."),
            _("Check the deductions, and which input is to be found."),
        )


def gross_up(net: Decimal, currency: str, calculate_with: Callable[[Decimal], Result]) -> tuple[Decimal, Result]:
    """The smallest amount with which `calculate_with` nets at least `net`, and its result. Raises CannotCalculate.

    Net must not fall when the amount rises. Roundings may make the exact net impossible; the person never gets less than agreed.
    """
    unit = smallest_unit(currency)

    def is_too_little(units: int) -> bool:
        try:
            return calculate_with(units * unit).net < net
        except DeductionsExceedPay:
            return True

    low, high = -1, 1
    while is_too_little(high):
        low, high = high, high * 2
        if high * unit > _LARGEST:
            raise NoGrossFound(net)
    while high - low > 1:
        middle = (low + high) // 2
        if is_too_little(middle):
            low = middle
        else:
            high = middle
    return high * unit, calculate_with(high * unit)


def gross_up_payment(payment: Payment, name: str, net: Decimal) -> tuple[Case, Result]:
    """The payment whose input `name` is set so that it nets at least `net`, and its result. Raises CannotCalculate.

    The whole payment is calculated each time, with the law, the year to date and every other component.
    """
    amount, result = gross_up(net, payment.case.currency, lambda amount: _calculated(payment, name, amount))
    step = Step("engine.gross_up", f"{amount:f}", {"name": name, "net": f"{net:f}", "reached": f"{result.net:f}"})
    return _with_input(payment.case, name, amount), msgspec.structs.replace(result, steps=(step, *result.steps))


def _calculated(payment: Payment, name: str, amount: Decimal) -> Result:
    return calculate(_with_input(payment.case, name, amount), payment.plan, payment.pack)


def _with_input(case: Case, name: str, amount: Decimal) -> Case:
    stretches = (msgspec.structs.replace(each, values={**each.values, name: amount}) for each in case.stretches)
    return msgspec.structs.replace(case, stretches=tuple(stretches))
