"""How figures stand in a trace."""

from decimal import Decimal


def percent(rate: Decimal) -> str:
    """0.115 as "11.5"."""
    return f"{(rate * 100).normalize():f}"
