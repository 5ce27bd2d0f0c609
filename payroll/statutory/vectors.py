"""Checking the packs against published cases: inputs with the results that an official source, or another engine, gives.

A file is a list of vectors, each with `id`, `country`, `year`, `kind`, `input`, `expected`, `oracle_class`, perhaps a
`tolerance`. Each pack says in its `cases.py` how a kind's input is calculated. All amounts are in the country's currency.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any, Literal

import msgspec

from payroll.engine.trace import Step, Trace, explain

# A kind of vector: its input and its year to results under the names that the vector expects, noting each step.
type Case = Callable[[Mapping[str, Any], str, Trace], Mapping[str, Decimal]]

PACKS = {"UK": "uk", "AU": "au", "US": "us", "CA": "ca", "IN": "ind", "NP": "np"}
# Countries whose cases are known, and why they are not calculated.
WITHOUT_PACK = {"DE": "The pack of Germany comes later."}


class Unsupported(Exception):
    """A case lies outside what the pack covers. The message says what, and belongs into docs/rules/payroll/coverage.md."""


class VectorsNotReadable(ValueError):
    """A file does not hold a list of vectors."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} does not hold vectors: {reason}.")


class Vector(msgspec.Struct, frozen=True):
    """One case. Fields that are not named here are notes for people."""

    id: str
    country: str
    year: str | int
    kind: str
    input: dict[str, Any]
    expected: dict[str, Any]
    oracle_class: str
    tolerance: Any = None


class Verdict(msgspec.Struct, frozen=True):
    """What became of a vector; `detail` names the difference, or why it is not supported."""

    vector: Vector
    outcome: Literal["passed", "failed", "unsupported"]
    detail: str = ""
    steps: tuple[Step, ...] = ()

    def explain(self) -> list[str]:
        """How the results came about, as sentences."""
        return explain(self.steps, import_module(f"payroll.statutory.{PACKS[self.vector.country]}.sentences").SENTENCES)


# A number in a file means what is written there, so it never becomes a binary one.
_DECODER = msgspec.json.Decoder(list[Vector], float_hook=Decimal)


def read_vectors(content: bytes, name: str) -> list[Vector]:
    """The vectors of a file. Raises VectorsNotReadable."""
    try:
        return _DECODER.decode(content)
    except msgspec.DecodeError as error:
        raise VectorsNotReadable(name, str(error)) from error


def judge(vectors: Iterable[Vector]) -> list[Verdict]:
    """Calculate every vector and compare."""
    return [_judge(vector) for vector in vectors]


def _judge(vector: Vector) -> Verdict:
    if vector.country not in PACKS:
        why = WITHOUT_PACK.get(vector.country, f"There is no pack for {vector.country}.")
        return Verdict(vector, "unsupported", why)
    cases: Mapping[str, Case] = import_module(f"payroll.statutory.{PACKS[vector.country]}.cases").CASES
    if vector.kind not in cases:
        return Verdict(vector, "unsupported", f"The pack calculates no {vector.kind}.")
    trace = Trace()
    try:
        given = cases[vector.kind](vector.input, str(vector.year), trace)
    except Unsupported as error:
        return Verdict(vector, "unsupported", str(error))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Verdict(vector, "failed", f"{type(error).__name__}: {error}")
    try:
        differences = _differences(vector, given)
    except InvalidOperation:
        differences = [f"its tolerance is {vector.tolerance!r}, which is no number"]
    return Verdict(vector, "failed" if differences else "passed", "; ".join(differences), trace.steps)


def _differences(vector: Vector, given: Mapping[str, Decimal]) -> list[str]:
    tolerance = Decimal(str(vector.tolerance or 0))
    if not tolerance.is_finite():
        raise InvalidOperation
    differences = []
    for name, text in vector.expected.items():
        if name not in given:
            differences.append(f"{name} is not calculated")
            continue
        try:
            expected = Decimal(str(text))
        except InvalidOperation:
            differences.append(f"{name} should be {text!r}, which is no number")
            continue
        if not expected.is_finite():
            differences.append(f"{name} should be {text!r}, which is no number")
        elif abs(given[name] - expected) > tolerance:
            differences.append(f"{name} is {given[name]}, not {text} ({given[name] - expected:+})")
    return differences
