"""Court orders and other claims of third parties, taken from net pay in the order of their priority."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

import msgspec

from core.money import Money

_WHOLE = Decimal(100)


class GarnishmentKind(StrEnum):
    """How much an order takes."""

    AMOUNT = "amount"
    PERCENT = "percent"


class Garnishment(msgspec.Struct, frozen=True, kw_only=True):
    """One order. `value` is an amount a payment, or a percentage of the net pay; `left` what is still owed, None for no end.

    Net pay may not fall below `protected`, the protected earnings of a payment, for this order.
    """

    code: str
    name: str
    kind: GarnishmentKind
    value: Decimal
    protected: Decimal = Decimal(0)
    left: Decimal | None = None


class Taking(msgspec.Struct, frozen=True):
    """What one order takes of a payment, and what it would have taken had there been enough."""

    garnishment: Garnishment
    amount: Decimal
    wanted: Decimal


def take_garnishments(net: Money, orders: Sequence[Garnishment]) -> list[Taking]:
    """What each of `orders`, the first priority first, takes of `net`, the pay after tax, contributions and other deductions.

    A percentage is one of the whole net and rounded down to the coin, in favour of the employee. Each order leaves at least its
    protected earnings; one that finds less takes what is above them.
    """
    left, takings = net.amount, []
    for order in orders:
        wanted = order.value
        if order.kind is GarnishmentKind.PERCENT:
            wanted = (net * (order.value / _WHOLE)).rounded(ROUND_DOWN).amount
        wanted = max(wanted if order.left is None else min(wanted, order.left), Decimal(0))
        amount = max(min(wanted, left - order.protected), Decimal(0))
        left -= amount
        takings.append(Taking(order, amount, wanted))
    return takings
