"""Net to gross: what must be paid so that an agreed net arrives."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.engine.calculate import Result, smallest_unit

_LARGEST = Decimal(10) ** 12


class NoGrossFound(ValueError):
    """No amount leads to the agreed net."""

    def __init__(self, net: Decimal) -> None:
        super().__init__(
            _("No amount leads to a net of %(net)s. Check the deductions: they grow faster than the pay.") % {"net": f"{net:f}"}
        )


def gross_up(net: Decimal, currency: str, calculate_with: Callable[[Decimal], Result]) -> tuple[Decimal, Result]:
    """The smallest amount with which `calculate_with` nets at least `net`, and its result. Raises NoGrossFound.

    Net must not fall when the amount rises. Roundings may make the exact net impossible; the person never gets less than agreed.
    """
    unit = smallest_unit(currency)
    low, high = -1, 1
    while calculate_with(high * unit).net < net:
        low, high = high, high * 2
        if high * unit > _LARGEST:
            raise NoGrossFound(net)
    while high - low > 1:
        middle = (low + high) // 2
        if calculate_with(middle * unit).net < net:
            low = middle
        else:
            high = middle
    return high * unit, calculate_with(high * unit)
