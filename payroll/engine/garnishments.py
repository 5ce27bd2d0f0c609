"""Court orders and other claims of third parties on net pay; `payroll.engine.net` takes them in the order of their priority."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class GarnishmentKind(StrEnum):
    """How much an order takes."""

    AMOUNT = "amount"
    PERCENT = "percent"


class Garnishment(msgspec.Struct, frozen=True, kw_only=True):
    """One order. `value` is an amount a payment, or a percentage of the net pay; `left` what is still owed, None for no end.

    Net pay may not fall below `protected`, the protected earnings of a payment, for this order. Its line has its `code`.
    """

    code: str
    name: str
    priority: int = 1
    kind: GarnishmentKind
    value: Decimal
    protected: Decimal = Decimal(0)
    left: Decimal | None = None


class Taking(msgspec.Struct, frozen=True):
    """What one order takes of a payment."""

    garnishment: Garnishment
    amount: Decimal
