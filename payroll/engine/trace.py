"""How a figure came about: one step for each rule that was applied, with the values that went in and what came out.

Steps hold values and the rule's code only. The words are each pack's sentences, so a trace is small in the database, reads
in the reader's language, and says the same as long as it is kept.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec
from django.utils.functional import Promise

from core.moments import day_text

type Value = Decimal | int | str | bool

# More decimals than this are what is left of a division; of those, so many are told.
_MOST_PLACES, _PLACES = 6, 4
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"(?<![\w.])-?[0-9]+\.[0-9]+(?![\w.])")
_OF_FORMULAS = {"formula", "condition", "values"}
_SIGNS = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠", "==": "="}
# Words between quotation marks stay as they are, and so does what stands in brackets: where a value came from.
_WORD = re.compile(r"'[^']*'|\"[^\"]*\"| \([^()]*\)(?=;|$)|[A-Za-z_][A-Za-z0-9_]*|[*/]|[<>!=]=")


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

    A value that is a code is told by its own entry, such as "mode=half_up". Formulas are told with what people call their inputs
    ("name=annual_salary"), days as the reader writes them, and numbers with as many
    digits as anybody reads; the step keeps them all.
    """
    explained = []
    for step in steps:
        if step.rule not in sentences:
            raise SentenceMissing(step.rule)
        values = {name: _told(name, value, sentences) for name, value in step.values.items()}
        explained.append(str(sentences[step.rule]).format(result=readable(step.result), **values))
    return explained


def readable(text: str) -> str:
    """A text with its numbers as people read them: 1363.6363636364 as 1363.6364, 36000.0000 as 36000.00."""
    return _NUMBER.sub(lambda found: _fewer_digits(found.group()), text)


def _told(name: str, value: object, sentences: Mapping[str, str | Promise]) -> object:
    if not isinstance(value, str):
        return value
    if name in _OF_FORMULAS:
        return readable(_in_words(value, sentences))
    if _DAY.fullmatch(value):
        return day_text(date.fromisoformat(value))
    return sentences.get(f"{name}={value}") or readable(value)


def _in_words(formula: str, sentences: Mapping[str, str | Promise]) -> str:
    def told(found: re.Match[str]) -> str:
        word = found.group()
        if word in _SIGNS or not word[0].isidentifier():
            return _SIGNS.get(word, word)
        return str(sentences.get(f"name={word}") or word.replace("_", " "))

    return _WORD.sub(told, formula)


def _fewer_digits(text: str) -> str:
    number = Decimal(text)
    places = len(text.partition(".")[2])
    if places > _MOST_PLACES:
        # What is small keeps as many digits that count.
        places = max(_PLACES, -number.adjusted() + _PLACES - 1)
        text = f"{round(number, places):f}"
    head, _point, decimals = text.partition(".")
    return f"{head}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _kept(value: Value) -> str | int | bool:
    return f"{value:f}" if isinstance(value, Decimal) else value
