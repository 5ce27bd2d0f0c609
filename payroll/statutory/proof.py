"""Figures without an official proof say so wherever they are shown: each result made of them ends its trace with this step."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.engine.trace import Step, Trace
from payroll.statutory.tables import Edition

UNVERIFIED = "statutory.unverified"
# Every pack's sentences contain these.
SENTENCES: dict[str, str | Promise] = {
    UNVERIFIED: _(
        "Not verified: {result} comes from the figures of {version}, for which there is no official proof. Have it checked "
        "before you rely on it. Source of the figures: {source}."
    ),
}


def mark_unverified(amount: Decimal, edition: Edition, trace: Trace) -> Decimal:
    """`amount`, with a step that warns of it unless the edition is verified."""
    if edition.verified:
        return amount
    return warn_of(amount, edition, trace)


def warn_of(amount: Decimal, edition: Edition, trace: Trace) -> Decimal:
    """`amount`, with the warning even though the rest of the edition is verified."""
    return trace.note(UNVERIFIED, amount, version=edition.version, source=edition.source)


def is_verified(steps: Iterable[Step]) -> bool:
    """Whether nothing in a trace rests on figures without an official proof; what shows its result has to say so otherwise."""
    return all(step.rule != UNVERIFIED for step in steps)
