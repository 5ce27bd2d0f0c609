"""Which figures a result rests on; those without an official proof say so wherever they are shown."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from payroll.engine.trace import Step, Trace
from payroll.statutory.tables import Edition

_NOTHING = Decimal(0)
UNVERIFIED = "statutory.unverified"
# Every pack's sentences contain these.
SENTENCES: dict[str, str | Promise] = {
    "statutory.figures": _("The law is that of {country} for payments from {start} to {end}, figures {version}."),
    "country=au": _("Australia"),
    "country=ca": _("Canada"),
    "country=ind": _("India"),
    "country=np": _("Nepal"),
    "country=uk": _("the United Kingdom"),
    "country=us": _("the United States"),
    UNVERIFIED: _(
        "Not verified: {result} comes from the figures of {version}, for which there is no official proof. Have it checked "
        "before you rely on it. Source of the figures: {source}."
    ),
}


def unverified(sentences: Mapping[str, str | Promise]) -> dict[str, str | Promise]:
    """The sentences of rules none of which has an official proof, each saying so."""
    return {rule: format_lazy("{} {}", _("Not verified:"), sentence) for rule, sentence in sentences.items()}


def note_figures(country: str, edition: Edition, trace: Trace) -> None:
    """Note which figures a payment is calculated with."""
    start, end = edition.effective_from.isoformat(), edition.effective_to.isoformat()
    trace.note("statutory.figures", _NOTHING, country=country, version=edition.version, start=start, end=end)


def mark_unverified(amount: Decimal, edition: Edition, trace: Trace) -> Decimal:
    """`amount`, with a step that warns of it unless the edition is verified."""
    if edition.verified:
        return amount
    return warn_of(amount, edition, trace)


def warn_of(amount: Decimal, edition: Edition, trace: Trace) -> Decimal:
    """`amount`, with the warning even though the rest of the edition is verified."""
    return warn(amount, edition.version, edition.source, trace)


def warn(amount: Decimal, version: str, source: str, trace: Trace) -> Decimal:
    """`amount`, with the warning of figures that belong to no edition."""
    return trace.note(UNVERIFIED, amount, version=version, source=source)


def is_verified(steps: Iterable[Step]) -> bool:
    """Whether nothing in a trace rests on figures without an official proof; what shows its result has to say so otherwise."""
    return all(step.rule != UNVERIFIED for step in steps)
