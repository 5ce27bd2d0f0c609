"""Payments as they are kept: a stored payment can be calculated again, and gives the same bytes.

Numbers, words, yes or no and tables are told apart by name, since JSON writes a number and a word alike.
"""

import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_type_hints

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.calculate import Payment, Result, calculate
from payroll.engine.case import Case, Stretch
from payroll.engine.components import Component
from payroll.engine.formula import BracketTable, Kind
from payroll.engine.formula.values import FormulaValue
from payroll.engine.problems import CannotCalculate
from payroll.engine.structures import plan_structure
from payroll.statutory.generic.tables import OwnTables
from payroll.statutory.packs import pack_of, profile_type
from payroll.statutory.us.states import StateTable

_ENCODER = msgspec.json.Encoder(order="deterministic")
_RESULT = msgspec.json.Decoder(Result)
_KINDS: Mapping[str, Any] = {"number": Decimal, "yes_no": bool, "word": str, "table": BracketTable}


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a payment is calculated from; `country` is an ISO 3166 code."""

    country: str
    components: tuple[Component, ...]
    inputs: Mapping[str, Kind]
    case: Case
    tables: Mapping[str, BracketTable] = {}
    own_tables: tuple[OwnTables, ...] = ()
    state_tables: tuple[StateTable, ...] = ()


class StoredNotReadable(CannotCalculate):
    """What is stored is no payment that this release knows."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("The stored payment cannot be read."),
            _("It is damaged, or a release of Rooster that does not know it reads it: %(reason)s.") % {"reason": reason},
            _("Restore it from the backup, or read it with the release that stored it."),
        )


def prepared(recipe: Recipe) -> Payment:
    """The payment that a recipe is for. Raises StructureNotValid."""
    pack = pack_of(recipe.country, recipe.own_tables, recipe.state_tables)
    plan = plan_structure(recipe.components, inputs=recipe.inputs, tables=recipe.tables, bases=pack.bases, levies=pack.levies)
    return Payment(recipe.case, plan, pack)


def replayed(stored: bytes) -> Result:
    """The result of a stored recipe. Raises StoredNotReadable, and what the calculation raises."""
    payment = prepared(recipe_from(stored))
    return calculate(payment.case, payment.plan, payment.pack)


def recipe_bytes(recipe: Recipe) -> bytes:
    """A recipe as it is stored; equal recipes are equal bytes."""
    kept = msgspec.to_builtins(recipe, order="deterministic")
    for stretch, given in zip(kept["case"]["stretches"], recipe.case.stretches, strict=True):
        stretch["values"] = {name: _kept(value) for name, value in given.values.items()}
    return _ENCODER.encode(kept)


def recipe_from(stored: bytes) -> Recipe:
    """The recipe of `recipe_bytes`. Raises StoredNotReadable."""
    try:
        kept = msgspec.json.decode(stored)
        case = kept["case"]
        case["stretches"] = tuple(_stretch(each) for each in case["stretches"])
        case["profile"] = msgspec.convert(case["profile"], profile_type(kept["country"]))
        kept["case"] = Case(**_converted(case, Case, {"stretches", "profile"}))
        return Recipe(**_converted(kept, Recipe, {"case"}))
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise StoredNotReadable(str(error)) from error


def result_bytes(result: Result) -> bytes:
    """A result with its trace, compressed, for the database."""
    return zlib.compress(_ENCODER.encode(result), level=9)


def result_from(stored: bytes) -> Result:
    """The result of `result_bytes`. Raises StoredNotReadable."""
    try:
        return _RESULT.decode(zlib.decompress(stored))
    except (zlib.error, msgspec.DecodeError) as error:
        raise StoredNotReadable(str(error)) from error


def _kept(value: FormulaValue) -> dict[str, Any]:
    (kind,) = (name for name, type_ in _KINDS.items() if type(value) is type_)
    return {kind: msgspec.to_builtins(value)}


def _stretch(kept: dict[str, Any]) -> Stretch:
    values = {}
    for name, each in kept["values"].items():
        ((kind, value),) = each.items()
        values[name] = msgspec.convert(value, _KINDS[kind])
    return Stretch(**_converted({**kept, "values": values}, Stretch, {"values"}))


def _converted(kept: Mapping[str, Any], shape: type, done: set[str]) -> dict[str, Any]:
    """The fields of a struct in their types, but for those that are `done`; only the names that it has."""
    types = get_type_hints(shape)
    return {name: value if name in done else msgspec.convert(value, types[name]) for name, value in kept.items()}
