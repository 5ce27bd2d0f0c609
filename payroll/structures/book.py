"""All that a company has written down of its pay, read at once, and put into the engine's words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from payroll.engine.components import (
    AmountRule as EngineAmount,
    ByTable,
    Component,
    ComponentKind,
    Fixed,
    Proration,
    Rounding,
    RoundingMode,
    Share,
    Written,
)
from payroll.engine.formula.values import Bracket, BracketTable, Kind
from payroll.engine.inputs import entered, kinds
from payroll.statutory.packs import COUNTRIES
from payroll.structures.content import Content, ParameterEdition, TableEdition
from payroll.structures.law import all_levies, bases_in
from payroll.structures.models import AmountRule, OwnLevy, PayComponent, PayParameter, PayStructure, PayTable, StateTaxTable
from payroll.structures.trial import Vocabulary
from tenants.company_settings.queries import get_settings

_PERCENT = Decimal(100)
_WORD = re.compile(r"[a-z_][a-z0-9_]*")


class Book:
    """All that a company has written down of its pay, read once. Structures come in versions of what is read here."""

    def __init__(self) -> None:
        self.components: list[PayComponent] = list(PayComponent.objects.all())
        self.tables = _by_code(PayTable.objects.order_by("code", "-valid_from"))
        self.parameters = _by_code(PayParameter.objects.order_by("code", "-valid_from"))
        self.structures: dict[UUID, PayStructure] = {each.pk: each for each in PayStructure.objects.all()}
        # Names by country and code; what holds on which day is asked for when somebody is paid.
        self.own_levies: dict[str, dict[str, str]] = defaultdict(dict)
        for country, code, name in OwnLevy.objects.order_by("code", "start_date").values_list("country", "code", "name"):
            self.own_levies[country][code] = name
        links = PayStructure.objects.filter(components__isnull=False).values_list("pk", "components")
        self._components_of: dict[UUID, set[UUID]] = defaultdict(set)
        for structure, component in links:
            self._components_of[structure].add(component)

    def own_components(self, structure: PayStructure) -> list[PayComponent]:
        """Those of the structure itself, in their order."""
        return [each for each in self.components if each.pk in self._components_of[structure.pk]]

    def components_of(self, structure: PayStructure, *, own: Iterable[PayComponent] | None = None) -> list[PayComponent]:
        """With the parent's, and its parent's, in their order; with `own` in the place of what is written."""
        chain = [structure]
        while (parent := chain[-1].parent_id) is not None and parent not in {each.pk for each in chain}:
            chain.append(self.structures[parent])
        inherited: dict[str, PayComponent] = {}
        for each in reversed(chain):
            chosen = own if own is not None and each is structure else self.own_components(each)
            inherited |= {component.code: component for component in chosen}
        return sorted(inherited.values(), key=lambda each: (each.position, each.code))

    def content_of(self, structure: PayStructure, *, own: Iterable[PayComponent] | None = None) -> Content:
        """All that its version is to keep; with `own` components as it would be with those."""
        rows = self.components_of(structure, own=own)
        components = tuple(engine_component(each, structure.country) for each in rows)
        words = set().union(*(words_in(each) for each in components))
        return Content(
            country=structure.country,
            currency=structure.currency,
            components=components,
            tables={code: self._tables_of(code) for code in self.tables if code in words},
            parameters={code: self._parameters_of(code) for code in self.parameters if code in words},
            own_levies=() if structure.country in COUNTRIES else tuple(self.own_levies.get(structure.country, ())),
        )

    def _tables_of(self, code: str) -> tuple[TableEdition, ...]:
        return tuple(TableEdition(row.valid_from, bracket_table(row)) for row in self.tables[code])

    def _parameters_of(self, code: str) -> tuple[ParameterEdition, ...]:
        return tuple(ParameterEdition(row.valid_from, row.value) for row in self.parameters[code])

    def structures_with(self, component: PayComponent) -> list[PayStructure]:
        """Those that it stands in itself."""
        return [each for each in self.structures.values() if component.pk in self._components_of[each.pk]]

    def currency_of(self, component: PayComponent) -> str:
        """What a component is tried in: its own currency, that of a structure with it, the company's."""
        structures = self.structures_with(component)
        return component.currency or (structures[0].currency if structures else self._company_currency)

    @cached_property
    def _company_currency(self) -> str:
        return get_settings().currency

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every name, whatever the structure; of tables and parameters the latest."""
        return self.with_code()

    def with_code(self, *more: str) -> Vocabulary:
        """As `vocabulary`, with components that are not written yet."""
        codes = [*(component.code for component in self.components), *more]
        tables = {code: bracket_table(rows[0]) for code, rows in self.tables.items()}
        parameters = {code: rows[0].value for code, rows in self.parameters.items()}
        own_levies = [code for levies in self.own_levies.values() for code in levies]
        numbers = dict.fromkeys([*all_levies(), *own_levies, *codes, *parameters], Kind.NUMBER)
        return Vocabulary({**numbers, **kinds(codes), **dict.fromkeys(tables, Kind.TABLE)}, tables, parameters)


def engine_component(row: PayComponent, country: str) -> Component:
    """A row as the engine calculates it under the law of a country."""
    return Component(
        code=row.code,
        name=row.name,
        kind=ComponentKind(row.kind),
        amount=_amount_of(row),
        condition=row.condition or None,
        bases=bases_in(row.counts_towards, country),
        proration=Proration(row.proration),
        rounding=Rounding(row.rounding_places, RoundingMode(row.rounding_mode)),
        is_shown=row.is_shown,
        ledger_account=row.ledger_account,
        currency=row.currency,
    )


def _amount_of(row: PayComponent) -> EngineAmount:
    match AmountRule(row.rule):
        case AmountRule.FIXED:
            return Fixed(row.amount or Decimal(0))
        case AmountRule.SHARE:
            return Share((row.percent or Decimal(0)) / _PERCENT, row.of)
        case AmountRule.TABLE:
            return ByTable(row.table, row.of)
        case AmountRule.ENTERED:
            return Written(entered(row.code))
        case AmountRule.FORMULA:
            return Written(row.formula)


def words_in(component: Component) -> set[str]:
    """Every word of a component's formulas, names of what it asks for among them."""
    text = component.condition or ""
    match component.amount:
        case Share(of=of):
            text += f" {of}"
        case ByTable(table=table, of=of):
            text += f" {table} {of}"
        case Written(text=formula):
            text += f" {formula}"
    return set(_WORD.findall(text))


def bracket_table(row: PayTable | StateTaxTable | OwnLevy) -> BracketTable:
    """A row as the engine reads it."""
    rates = row.figures if isinstance(row, OwnLevy) else row.rates
    return BracketTable(tuple(Bracket(above, rate) for above, rate in zip(row.above, rates, strict=True)))


def _by_code[Row: (PayTable, PayParameter)](rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return dict(found)
