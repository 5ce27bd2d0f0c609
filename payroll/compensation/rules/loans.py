"""What is due of a loan at one payday."""

from decimal import Decimal


def instalment_due(balance: Decimal, instalment: Decimal) -> Decimal:
    """What the next payday takes: the instalment, or what is left to pay back if that is less."""
    return max(min(balance, instalment), Decimal(0))
