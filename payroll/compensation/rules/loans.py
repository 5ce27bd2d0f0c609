"""What is due of a loan at one payday."""

from collections.abc import Iterator
from decimal import Decimal


def instalment_due(balance: Decimal, instalment: Decimal) -> Decimal:
    """What the next payday takes: the instalment, or what is left to pay back if that is less."""
    return max(min(balance, instalment), Decimal(0))


def instalments_left(balance: Decimal, instalment: Decimal) -> Iterator[Decimal]:
    """Each instalment to come; they sum to exactly the balance. `instalment` is above zero."""
    while balance > 0:
        due = instalment_due(balance, instalment)
        yield due
        balance -= due
