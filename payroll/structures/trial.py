"""Trying components and structures with typed values or a person's payment, with the trace in sentences. Pure.

Golden cases are tries that are kept.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from core.periods import month
from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.case import Case, NetRule, Stretch
from payroll.engine.components import Component, ComponentKind
from payroll.engine.formula.values import BracketTable, FormulaValue, Kind
from payroll.engine.inputs import INPUTS, is_entered, nothing_entered
from payroll.engine.pack import Assessment, Levy, Pack, Period
from payroll.engine.problems import CannotCalculate
from payroll.engine.sentences import SENTENCES
from payroll.engine.structures import Plan, plan_structure
from payroll.engine.trace import Step, Trace, explain
from payroll.statutory.packs import explained, tax_year_start
from payroll.structures.content import PlannedContent
from payroll.structures.texts import TextNotValid, as_value

_NOTHING = Decimal(0)
# A whole month of thirty days, all of them paid: what is tried is the amount of a full period.
_PERIOD = Period(date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30), "monthly")
# From payday to payday, where that is not a month.
_DAYS_OF = {"weekly": 7, "fortnightly": 14, "fourweekly": 28, "halfmonthly": 15}
_DAYS, _WORKING_DAYS = Decimal(30), Decimal(22)
_OF_THE_LAW_AND_TOTALS = {"engine.net", "engine.employer_cost"}


class Trial(msgspec.Struct, frozen=True):
    """What came out: the amount of each component that applies, by code, and how, in sentences.

    `payslip` is the whole result, where a structure was tried with a person's payment.
    """

    amounts: dict[str, Decimal]
    sentences: list[str]
    payslip: Result | None = None


class ValuesMissing(ValueError):
    """Formulas name what has no value. `names` are those to give."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.message = _("Give a value for %(names)s.") % {"names": ", ".join(names)}
        super().__init__(self.message)


class Vocabulary(msgspec.Struct, frozen=True):
    """Every name that a formula of the company may use, with the tables and parameters that hold now."""

    kinds: dict[str, Kind]
    tables: dict[str, BracketTable]
    parameters: dict[str, Decimal]


def try_component(
    component: Component,
    vocabulary: Vocabulary,
    written: Mapping[str, str],
    currency: str,
    *,
    case: Case | None = None,
) -> Trial:
    """Calculate one component alone, from typed values for whatever else it names; in a person's `case` those replace its own.

    Raises StructureNotValid, TextNotValid, ValuesMissing, and the engine's errors, which are ValueErrors.
    """
    others = {name: kind for name, kind in vocabulary.kinds.items() if name != component.code and kind is not Kind.TABLE}
    # Alone it is neither paid nor taken, and counts towards nothing.
    alone = msgspec.structs.replace(component, kind=ComponentKind.STATISTICAL, bases=frozenset())
    tables = {code: table for code, table in vocabulary.tables.items() if code != component.code}
    plan = plan_structure([alone], inputs=others, tables=tables, bases=frozenset(), levies=frozenset())
    typed = _given(written, vocabulary.kinds)
    # Orders take from a whole payslip.
    of_person = msgspec.structs.replace(case, orders=()) if case else _whole_period(currency)
    whole = _filled(of_person, vocabulary.parameters, typed)
    if case is None:
        _require(_used(plan) - set(tables), whole)
    return _by_typed_law(whole, plan, _GivenLaw({}))


def try_structure(
    planned: PlannedContent,
    country: str,
    written: Mapping[str, str],
    currency: str,
    *,
    person: tuple[Case, Pack] | None = None,
) -> Trial:
    """Calculate a structure from typed values; what the law takes is typed as well, and 0 otherwise. Errors as above.

    With a `person`, the case of their payment and the law of `country`, an ISO 3166 code, the result is a whole payslip.
    """
    plan, levies = planned.plan, planned.levies
    codes = [each.component.code for each in (*plan.before, *plan.after)]
    empty = {name: value for name, value in nothing_entered(codes).items() if is_entered(name)}
    kinds = {name: each.kind for name, each in INPUTS.items()} | dict.fromkeys([*empty, *planned.parameters, *levies], Kind.NUMBER)
    typed = _given(written, kinds)
    amounts = {name: value for name in levies if isinstance(value := typed.pop(name, _NOTHING), Decimal)}
    whole = _filled(person[0] if person else _whole_period(currency), {**empty, **planned.values}, typed, planned.sources)
    if person is not None:
        whole = msgspec.structs.replace(whole, to_date=_year_of_the_same(whole, plan, person[1], country))
        result = calculate(whole, plan, person[1])
        return Trial({line.code: line.amount for line in result.lines}, explained(country, result.steps), result)
    _require(_used(plan) - {*codes, *plan.tables, *levies}, whole)
    return _by_typed_law(whole, plan, _GivenLaw(amounts))


class _GivenLaw:
    """A law that makes what was typed. It takes nothing from pay: who tries a structure tries the company's own rules."""

    country = ""
    currency = ""
    bases: frozenset[str] = frozenset()
    deduction_bases: frozenset[str] = frozenset()

    def __init__(self, amounts: Mapping[str, Decimal]) -> None:
        self._amounts = amounts
        self.levies = frozenset(amounts)

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        return tuple(Levy(code, "employer", amount) for code, amount in self._amounts.items() if amount)


def _given(written: Mapping[str, str], kinds: Mapping[str, Kind]) -> dict[str, FormulaValue]:
    if unknown := sorted(set(written) - set(kinds)):
        raise TextNotValid(_("%(name)s is not known here. Take it out, or correct how it is written.") % {"name": unknown[0]})
    return {name: as_value(name, text, kinds[name]) for name, text in written.items()}


def _used(plan: Plan) -> frozenset[str]:
    return frozenset().union(
        *(each.amount.names | (each.condition.names if each.condition else frozenset()) for each in (*plan.before, *plan.after))
    )


def _require(names: frozenset[str], case: Case) -> None:
    if missing := sorted(set().union(*(names - set(each.values) for each in case.stretches))):
        raise ValuesMissing(missing)


def _whole_period(currency: str) -> Case:
    return Case(
        period=_PERIOD,
        currency=currency,
        calendar_days=_DAYS,
        working_days=_WORKING_DAYS,
        stretches=(Stretch(_PERIOD.start, _PERIOD.end, _DAYS, _WORKING_DAYS, {}),),
        profile=None,
        net_rule=NetRule.CARRY,
    )


def _filled(
    case: Case, usual: Mapping[str, FormulaValue], typed: Mapping[str, FormulaValue], sources: Mapping[str, str] | None = None
) -> Case:
    """With what is usual where the case says nothing, and what was typed in the place of what it says."""
    told = {**(sources or {}), **case.sources, **dict.fromkeys(typed, _("typed"))}
    stretches = (msgspec.structs.replace(each, values={**usual, **each.values, **typed}) for each in case.stretches)
    return msgspec.structs.replace(case, stretches=tuple(stretches), sources=told if case.sources else {})


def _year_of_the_same(case: Case, plan: Plan, pack: Pack, country: str) -> Mapping[str, Decimal]:
    """The tax year so far as if all its payments had been like this one: a law that looks back would else find nothing."""
    to_date: Mapping[str, Decimal] = {}
    try:
        for pay_date in _earlier_paydays(case.period, tax_year_start(country, case.period.pay_date)):
            period = msgspec.structs.replace(case.period, pay_date=pay_date)
            past = msgspec.structs.replace(case, period=period, to_date=to_date, orders=())
            to_date = year_to_date(past, calculate(past, plan, pack))
    except CannotCalculate:
        # The figures of an earlier day may be missing, which is not what is tried.
        return {}
    return to_date


def _earlier_paydays(period: Period, since: date) -> list[date]:
    """Those of the tax year before the period's own, in order."""
    days: list[date] = []
    while (day := _payday_before(period.pay_date, period.frequency, len(days) + 1)) >= since:
        days.append(day)
    return days[::-1]


def _payday_before(day: date, frequency: str, back: int) -> date:
    if frequency in _DAYS_OF:
        return day - timedelta(days=_DAYS_OF[frequency] * back)
    year, number = divmod(day.year * 12 + day.month - 1 - back, 12)
    last = (month(year, number + 1).end or day).day
    return date(year, number + 1, min(day.day, last))


def _by_typed_law(case: Case, plan: Plan, law: _GivenLaw) -> Trial:
    result = calculate(case, plan, law)
    amounts = {line.code: line.amount for line in result.lines if line.code not in law.levies}
    return Trial(amounts, explain(_own_steps(result.steps), SENTENCES))


def _own_steps(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.rule not in _OF_THE_LAW_AND_TOTALS]
