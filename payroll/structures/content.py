"""A structure with all that its formulas name, in one frozen value: what a version keeps, and what a plan is made of. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

import msgspec
from django.utils.translation import gettext as _

from core.moments import day_text
from payroll.engine.components import ByTable, Component, Fixed, Share, Written
from payroll.engine.formula.values import BracketTable, FormulaValue, Kind
from payroll.engine.inputs import kinds
from payroll.engine.structures import Plan, plan_structure
from payroll.structures.law import law_of


class TableEdition(msgspec.Struct, frozen=True):
    """A table of brackets from a day on."""

    valid_from: date
    table: BracketTable


class ParameterEdition(msgspec.Struct, frozen=True):
    """A parameter's value from a day on."""

    valid_from: date
    value: Decimal


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Components in their order, with the parent's; tables and parameters that they name, by code, the latest first.

    `own_levies` are the codes of the company's own, where the country has no pack.
    """

    country: str
    currency: str
    components: tuple[Component, ...]
    tables: dict[str, tuple[TableEdition, ...]]
    parameters: dict[str, tuple[ParameterEdition, ...]]
    own_levies: tuple[str, ...] = ()


class PlannedContent(msgspec.Struct, frozen=True):
    """The engine's plan, the parameters that hold on the day, which are put among the inputs, and what the law makes."""

    plan: Plan
    parameters: dict[str, ParameterEdition]
    levies: frozenset[str]

    @property
    def values(self) -> dict[str, FormulaValue]:
        """The parameters' values, for each stretch of a case."""
        return {code: edition.value for code, edition in self.parameters.items()}

    @property
    def sources(self) -> dict[str, str]:
        """Where they come from, for the case's sources."""
        words = _("the company’s figure since %(day)s")
        return {code: words % {"day": day_text(edition.valid_from)} for code, edition in self.parameters.items()}


class NotValidYet(ValueError):
    """A table or a parameter has no value on a day that is to be paid."""

    def __init__(self, code: str, day: date) -> None:
        self.message = _("%(code)s has no value on %(day)s. Add one that is valid from that day or earlier.") % {
            "code": code,
            "day": day_text(day),
        }
        super().__init__(self.message)


def encoded(content: Content) -> str:
    """As it is stored: the same content is always the same text."""
    return msgspec.json.encode(content, order="deterministic").decode()


def decoded(text: str) -> Content:
    """What `encoded` made."""
    return msgspec.json.decode(text, type=Content)


def plan_content(content: Content, day: date | None) -> PlannedContent:
    """Plan for a day, or with the latest tables where only the names matter. Raises StructureNotValid, NotValidYet."""
    law = law_of(content.country, content.own_levies)
    tables = {code: _on(editions, code, day).table for code, editions in content.tables.items()}
    parameters = {code: _on(editions, code, day) for code, editions in content.parameters.items()}
    names = kinds(component.code for component in content.components) | number_kinds(parameters)
    plan = plan_structure(content.components, inputs=names, tables=tables, bases=law.bases, levies=law.levies)
    return PlannedContent(plan, parameters, law.levies)


def number_kinds(names: Iterable[str]) -> dict[str, Kind]:
    """All of them numbers."""
    return dict.fromkeys(names, Kind.NUMBER)


def formula_of(component: Component) -> str:
    """How an amount comes about, written as a formula."""
    match component.amount:
        case Fixed(amount=amount):
            return f"{amount.normalize():f}"
        case Share(rate=rate, of=of):
            return f"{of} * {rate.normalize():f}"
        case ByTable(table=table, of=of):
            return f"bracket({table}, {of})"
        case Written(text=text):
            return text


class _Edition(Protocol):
    @property
    def valid_from(self) -> date: ...


def _on[Edition: _Edition](editions: Sequence[Edition], code: str, day: date | None) -> Edition:
    for edition in editions:
        if day is None or edition.valid_from <= day:
            return edition
    assert day is not None
    raise NotValidYet(code, day)
