"""A structure is a set of components that is calculated together; planning finds its order and every mistake in it at once."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.components import ByTable, Component, ComponentKind, Fixed, Share, Written
from payroll.engine.formula import BracketTable, Formula, FormulaNotValid, Kind, compile_formula
from payroll.engine.problems import CannotCalculate

# Where the law stands in the order: after all that counts towards a base, before all that asks for its levies.
STATUTORY = "(statutory)"


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong with one component; `start` and `end` mark the part of its formula, where it lies in one."""

    component: str
    message: str
    start: int | None = None
    end: int | None = None


class StructureNotValid(CannotCalculate):
    """A structure cannot be calculated. `mistakes` has all of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            _("The structure cannot be calculated."),
            " ".join(f"{mistake.component}: {mistake.message}" for mistake in mistakes),
            _("Correct these components of the structure."),
        )


class PlannedComponent(msgspec.Struct, frozen=True):
    """A component with its formulas compiled, and its place in the structure as the company ordered it."""

    component: Component
    place: int
    amount: Formula
    condition: Formula | None


class Plan(msgspec.Struct, frozen=True):
    """Components in the order of calculation: those before the law, and those that ask for what it made."""

    before: tuple[PlannedComponent, ...]
    after: tuple[PlannedComponent, ...]
    tables: Mapping[str, BracketTable]


def inherit(parent: Iterable[Component], own: Iterable[Component]) -> tuple[Component, ...]:
    """A structure's components: the parent's, replaced by own ones of the same code, then the others of its own."""
    return tuple(({each.code: each for each in parent} | {each.code: each for each in own}).values())


def plan_structure(
    components: Sequence[Component],
    *,
    inputs: Mapping[str, Kind],
    tables: Mapping[str, BracketTable],
    bases: frozenset[str],
    levies: frozenset[str],
) -> Plan:
    """Check and order `components`. Raises StructureNotValid.

    Names in formulas are inputs, tables, levies of the country's pack, and codes of other components.
    """
    names = {
        **inputs,
        **dict.fromkeys(tables, Kind.TABLE),
        **dict.fromkeys(levies, Kind.NUMBER),
        **{component.code: Kind.NUMBER for component in components},
    }
    mistakes = _wrong_names(components, {*inputs, *tables, *levies, *bases}) + _wrong_bases(components, bases)
    planned: dict[str, PlannedComponent] = {}
    for place, component in enumerate(components):
        try:
            planned[component.code] = _compiled(component, place, names)
        except FormulaNotValid as error:
            mistakes.append(Mistake(component.code, error.message, error.start, error.end))
    if mistakes:
        raise StructureNotValid(mistakes)
    return _ordered(planned, levies, tables)


def _wrong_names(components: Sequence[Component], taken: set[str]) -> list[Mistake]:
    mistakes = []
    seen = set(taken)
    for component in components:
        if not component.code.isidentifier() or not component.code.isascii():
            mistakes.append(
                Mistake(component.code, _("A code has letters, digits and underscores only, and begins with a letter."))
            )
        if component.code in seen:
            message = _("This code is taken by an input, a table, a base, a levy or another component.")
            mistakes.append(Mistake(component.code, message))
        seen.add(component.code)
    return mistakes


def _wrong_bases(components: Sequence[Component], bases: frozenset[str]) -> list[Mistake]:
    mistakes = []
    for component in components:
        if unknown := component.bases - bases:
            message = _("The country's pack has no base called %(names)s.") % {"names": ", ".join(sorted(unknown))}
            mistakes.append(Mistake(component.code, message))
        if component.bases and component.kind is ComponentKind.STATISTICAL:
            mistakes.append(Mistake(component.code, _("What is not paid counts towards nothing.")))
    return mistakes


def _compiled(component: Component, place: int, names: Mapping[str, Kind]) -> PlannedComponent:
    condition = None
    if component.condition is not None:
        condition = compile_formula(component.condition, names, kind=Kind.YES_NO)
    return PlannedComponent(component, place, compile_formula(_text_of(component), names), condition)


def _text_of(component: Component) -> str:
    match component.amount:
        case Fixed(amount=amount):
            return _plain(amount)
        case Share(rate=rate, of=of):
            return f"{of} * {_plain(rate)}"
        case ByTable(table=table, of=of):
            return f"bracket({table}, {of})"
        case Written(text=text):
            return text


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _ordered(planned: Mapping[str, PlannedComponent], levies: frozenset[str], tables: Mapping[str, BracketTable]) -> Plan:
    sorter: TopologicalSorter[str] = TopologicalSorter({STATUTORY: ()})
    for code, each in planned.items():
        used = each.amount.names | (each.condition.names if each.condition else frozenset())
        sorter.add(code, *(name for name in planned if name in used), *([STATUTORY] if used & levies else []))
        if each.component.bases:
            sorter.add(STATUTORY, code)
    try:
        order = list(sorter.static_order())
    except CycleError as error:
        raise StructureNotValid([_circle(error.args[1])]) from error
    law = order.index(STATUTORY)
    after_law = _depending(planned, levies)
    return Plan(
        before=tuple(planned[code] for code in order if code != STATUTORY and code not in after_law),
        after=tuple(planned[code] for code in order[law + 1 :] if code in after_law),
        tables=tables,
    )


def _depending(planned: Mapping[str, PlannedComponent], levies: frozenset[str]) -> set[str]:
    """Codes that ask for a levy, themselves or through another component."""
    depending: set[str] = set()
    while True:
        more = {
            code
            for code, each in planned.items()
            if code not in depending
            and (each.amount.names | (each.condition.names if each.condition else frozenset())) & (levies | depending)
        }
        if not more:
            return depending
        depending |= more


def _circle(codes: Sequence[str]) -> Mistake:
    # The sorter names each only after what needs it, and the first again at the end.
    chain = " → ".join(code if code != STATUTORY else _("tax and contributions") for code in reversed(codes))
    return Mistake(
        codes[0] if codes[0] != STATUTORY else codes[1],
        _("The components need each other in a circle: %(chain)s.") % {"chain": chain},
    )
