"""How figures stand in a trace."""

from decimal import Decimal


def percent(rate: Decimal) -> str:
    """0.0185 as "1.85"."""
    return f"{(rate * 100).normalize():f}"
