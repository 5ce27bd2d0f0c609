"""Several jobs of one person in one company: each has its own payment, and what the law counts together is counted once.

The first job is calculated as usual; each further one gets what the others made as its case's `beside`. Its levies are then those
of all jobs together, less what the others have borne. A law that keeps something apart (a tax code of its own for a second job)
leaves it out of `together`; each pack says what it counts together.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal

from payroll.engine.calculate import Result

_NOTHING = Decimal(0)


def beside(others: Iterable[Result], together: Collection[str]) -> dict[str, Decimal]:
    """What `others`, the person's payments for the same period that are calculated already, made of the names in `together`."""
    made: dict[str, Decimal] = {}
    for result in others:
        amounts = [*result.bases.items(), *((line.code, line.amount) for line in result.lines if line.is_statutory)]
        for name, amount in amounts:
            if name in together:
                made[name] = made.get(name, _NOTHING) + amount
    return made
