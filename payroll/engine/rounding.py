"""Rounding by name: a statute says "down to the pound", and so does the code that follows it."""

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

PENNY = Decimal("0.01")
WHOLE = Decimal(1)


def down(amount: Decimal, to: Decimal = PENNY) -> Decimal:
    """`amount` cut off at a multiple of `to`, a power of ten, towards zero."""
    return amount.quantize(to, ROUND_DOWN)


def up(amount: Decimal, to: Decimal = PENNY) -> Decimal:
    """`amount` to the next multiple of `to`, a power of ten, away from zero."""
    return amount.quantize(to, ROUND_UP)


def half_up(amount: Decimal, to: Decimal = PENNY) -> Decimal:
    """`amount` to the nearest multiple of `to`, a power of ten; halves go away from zero."""
    return amount.quantize(to, ROUND_HALF_UP)


def half_down(amount: Decimal, to: Decimal = PENNY) -> Decimal:
    """`amount` to the nearest multiple of `to`, a power of ten; halves go towards zero."""
    return amount.quantize(to, ROUND_HALF_DOWN)
