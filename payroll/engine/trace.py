"""How a figure came about: one step for each rule that was applied, with the values that went in and what came out.

Steps hold values and the rule's code only. The words are each pack's sentences, so a trace is small in the database, reads
in the reader's language, and says the same as long as it is kept.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from django.utils.functional import Promise

type Value = Decimal | int | str | bool


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One rule applied once. `rule` is a code such as "uk.tax.free_pay"; amounts are in the currency of the calculation."""

    rule: str
    result: str
    values: dict[str, str | int | bool]


class Trace:
    """Collects the steps of one calculation, in the order in which they were taken."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: list[tuple[str, Decimal, dict[str, Value]]] = []

    def note(self, rule: str, result: Decimal, /, **values: Value) -> Decimal:
        """Note that `rule` made `result` of `values`. Returns the result, so that a rule can end with it."""
        self._notes.append((rule, result, values))
        return result

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was noted, with amounts as plain text: "1234.50", never an exponent."""
        return tuple(
            Step(rule, _plain(result), {name: _kept(value) for name, value in values.items()})
            for rule, result, values in self._notes
        )


class SentenceMissing(LookupError):
    """A step's rule has no sentence, so nobody could read it."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"No sentence explains the rule {rule!r}. Add it to the sentences of its pack.")


def explain(steps: Iterable[Step], sentences: Mapping[str, str | Promise]) -> list[str]:
    """The steps as sentences for people. A sentence names values in braces, {result} among them. Raises SentenceMissing.

    A value that is a code is told by its own entry, such as "mode=half_up".
    """
    explained = []
    for step in steps:
        if step.rule not in sentences:
            raise SentenceMissing(step.rule)
        values = {name: sentences.get(f"{name}={value}", value) for name, value in step.values.items()}
        explained.append(str(sentences[step.rule]).format(result=step.result, **values))
    return explained


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _kept(value: Value) -> str | int | bool:
    return f"{value:f}" if isinstance(value, Decimal) else value
