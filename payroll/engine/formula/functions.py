"""The functions that a formula may call."""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.formula.values import BracketTable, Kind

_MOST_PLACES = 6
_MANY = 20


class Function(msgspec.Struct, frozen=True):
    """How a function is used. Its first argument is of kind `first`, all others are numbers, and so is its result."""

    usage: str
    apply: Callable[..., Decimal]
    fewest: int = 1
    most: int = 1
    first: Kind = Kind.NUMBER


def _round(amount: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    if places != places.to_integral_value() or not 0 <= places <= _MOST_PLACES:
        raise ValueError(_("Round to 0 to %(most)d places.") % {"most": _MOST_PLACES})
    return amount.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _bracket(table: Any, amount: Decimal) -> Decimal:
    assert isinstance(table, BracketTable)
    return table.apply(amount)


FUNCTIONS = {
    "min": Function("min(a, b, …)", min, fewest=2, most=_MANY),
    "max": Function("max(a, b, …)", max, fewest=2, most=_MANY),
    "abs": Function("abs(a)", lambda amount: amount.copy_abs()),
    "round": Function("round(a) or round(a, places)", _round, most=2),
    "floor": Function("floor(a)", lambda amount: amount.to_integral_value(ROUND_FLOOR)),
    "ceil": Function("ceil(a)", lambda amount: amount.to_integral_value(ROUND_CEILING)),
    "bracket": Function("bracket(table, a)", _bracket, fewest=2, most=2, first=Kind.TABLE),
}
