"""Gross to net: components, the law, components that follow from it, totals. Pure, and with a trace of every step."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import msgspec
from django.utils.translation import gettext as _

from core.money import minor_units
from payroll.engine.case import Case, NetRule, Stretch
from payroll.engine.components import Component, ComponentKind, Proration, Rounding, RoundingMode
from payroll.engine.formula import Formula, FormulaFailed
from payroll.engine.formula.values import BracketTable, FormulaValue
from payroll.engine.pack import Assessment, Levy, Pack
from payroll.engine.proration import NoDaysToProrate, proration
from payroll.engine.structures import Plan, PlannedComponent
from payroll.engine.trace import Step, Trace

_MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.DOWN: ROUND_DOWN,
    RoundingMode.UP: ROUND_UP,
}
_NOTHING = Decimal(0)


class Line(msgspec.Struct, frozen=True):
    """One line of the result, in the currency of the case. `to_date` is the tax year with it."""

    code: str
    name: str
    kind: ComponentKind
    amount: Decimal
    to_date: Decimal
    is_statutory: bool = False
    is_shown: bool = True
    ledger_account: str = ""


class Result(msgspec.Struct, frozen=True):
    """What a calculation made. gross - deductions = net; gross + employer's lines = employer_cost.

    `not_taken` is what deductions could not take from the net, by component; `carried` says whether it is due next time.
    """

    lines: tuple[Line, ...]
    bases: Mapping[str, Decimal]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    employer_cost: Decimal
    not_taken: Mapping[str, Decimal]
    carried: bool
    steps: tuple[Step, ...]


class CalculationFailed(ValueError):
    """One person's payment cannot be calculated: in `component`, or as a whole. The message says how to fix it."""

    def __init__(self, component: str, message: str) -> None:
        self.component, self.message = component, message
        super().__init__(f"{component}: {message}" if component else message)


def calculate(case: Case, plan: Plan, pack: Pack) -> Result:
    """Calculate one payment. Raises CalculationFailed, and what the pack raises when the law cannot be applied."""
    trace = Trace()
    values: dict[str, FormulaValue] = {**plan.tables, **case.stretches[-1].values}
    amounts = _amounts(plan.before, case, plan.tables, values, trace)
    bases = _bases(amounts)
    levies = pack.assess(Assessment(case.period, case.profile, bases, case.to_date), trace)
    values |= dict.fromkeys(pack.levies, _NOTHING) | {levy.code: levy.amount for levy in levies}
    amounts += _amounts(plan.after, case, plan.tables, values, trace)
    return _result(case, amounts, levies, bases, trace)


type _Amounts = list[tuple[Component, Decimal]]


def _amounts(
    components: Iterable[PlannedComponent],
    case: Case,
    tables: Mapping[str, BracketTable],
    values: dict[str, FormulaValue],
    trace: Trace,
) -> _Amounts:
    """Amounts of `components` in their order, each put among `values` for those that follow."""
    amounts: _Amounts = []
    for planned in components:
        component = planned.component
        try:
            applies = planned.condition is None or planned.condition(values)
            amount = _amount(planned, case, tables, values, trace) if applies else _NOTHING
        except (FormulaFailed, NoDaysToProrate) as error:
            raise CalculationFailed(component.code, str(error)) from error
        values[component.code] = amount
        if applies:
            amounts.append((component, amount))
        else:
            trace.note("engine.skipped", amount, component=component.name, condition=str(component.condition))
    return amounts


def _amount(
    planned: PlannedComponent,
    case: Case,
    tables: Mapping[str, BracketTable],
    values: Mapping[str, FormulaValue],
    trace: Trace,
) -> Decimal:
    component, formula = planned.component, planned.amount
    if component.proration is Proration.NONE:
        exact = _noted(formula, values, component, case, trace)
    else:
        exact = _NOTHING
        for stretch in case.stretches:
            exact += _of_stretch(formula, {**values, **stretch.values}, component, case, stretch, trace)
    rounded = _rounded(exact, component.rounding)
    if rounded != exact:
        trace.note("engine.rounded", rounded, component=component.name, amount=exact, mode=component.rounding.mode.value)
    return rounded


def _of_stretch(
    formula: Formula, values: Mapping[str, FormulaValue], component: Component, case: Case, stretch: Stretch, trace: Trace
) -> Decimal:
    full = _noted(formula, values, component, case, trace)
    paid, of = proration(case, stretch, component.proration)
    if paid == of:
        return full
    start, end = stretch.start.isoformat(), stretch.end.isoformat()
    return trace.note(
        "engine.prorated", full * paid / of, component=component.name, full=full, paid=paid, of=of, start=start, end=end
    )


def _noted(formula: Formula, values: Mapping[str, FormulaValue], component: Component, case: Case, trace: Trace) -> Decimal:
    used = "; ".join(_told(name, values[name], case.sources) for name in sorted(formula.names))
    return trace.note("engine.amount", formula.number(values), component=component.name, formula=formula.text, values=used)


def _told(name: str, value: FormulaValue, sources: Mapping[str, str]) -> str:
    if isinstance(value, BracketTable):
        return name
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{name} = {text} ({sources[name]})" if name in sources else f"{name} = {text}"


def _rounded(amount: Decimal, rounding: Rounding) -> Decimal:
    places = max(rounding.places, 0)
    rounded = amount.quantize(Decimal(1).scaleb(-rounding.places), _MODES[rounding.mode])
    return rounded.quantize(Decimal(1).scaleb(-places))


def _bases(amounts: _Amounts) -> dict[str, Decimal]:
    bases: dict[str, Decimal] = {}
    for component, amount in amounts:
        signed = -amount if component.kind is ComponentKind.DEDUCTION else amount
        for base in component.bases:
            bases[base] = bases.get(base, _NOTHING) + signed
    return bases


def _result(case: Case, amounts: _Amounts, levies: tuple[Levy, ...], bases: Mapping[str, Decimal], trace: Trace) -> Result:
    gross = _total(amounts, ComponentKind.EARNING)
    taken_by_law = sum((levy.amount for levy in levies if levy.kind == "deduction"), _NOTHING)
    wanted = _total(amounts, ComponentKind.DEDUCTION)
    net = gross - taken_by_law - wanted
    not_taken: dict[str, Decimal] = {}
    if net < 0:
        not_taken = _held_back(case, amounts, -net, trace)
        net = _NOTHING.quantize(net)
    lines = [
        _line(case, component.code, component.name, component.kind, amount - not_taken.get(component.code, _NOTHING), component)
        for component, amount in amounts
    ]
    lines += [_line(case, levy.code, levy.code, ComponentKind(levy.kind), levy.amount, None) for levy in levies]
    employer = sum((line.amount for line in lines if line.kind is ComponentKind.EMPLOYER), _NOTHING)
    deductions = sum((line.amount for line in lines if line.kind is ComponentKind.DEDUCTION), _NOTHING)
    trace.note("engine.net", net, gross=gross, deductions=deductions)
    return Result(
        lines=tuple(lines),
        bases=bases,
        gross=gross,
        deductions=deductions,
        net=net,
        employer_cost=trace.note("engine.employer_cost", gross + employer, gross=gross, employer=employer),
        not_taken=not_taken,
        carried=case.net_rule is NetRule.CARRY,
        steps=trace.steps,
    )


def _line(case: Case, code: str, name: str, kind: ComponentKind, amount: Decimal, component: Component | None) -> Line:
    return Line(
        code=code,
        name=name,
        kind=kind,
        amount=amount,
        to_date=case.to_date.get(code, _NOTHING) + amount,
        is_statutory=component is None,
        is_shown=component is None or component.is_shown,
        ledger_account=component.ledger_account if component else "",
    )


def _total(amounts: _Amounts, kind: ComponentKind) -> Decimal:
    return sum((amount for component, amount in amounts if component.kind is kind), _NOTHING)


def _held_back(case: Case, amounts: _Amounts, missing: Decimal, trace: Trace) -> dict[str, Decimal]:
    """What the deductions go without, the last in order first, until nothing is missing. Those of the law and before tax stay."""
    if case.net_rule is NetRule.BLOCK:
        message = _(
            "The deductions exceed the pay by %(missing)s. Lower a deduction, or choose that what is missing is left or carried."
        )
        raise CalculationFailed("", message % {"missing": f"{missing:f}"})
    held: dict[str, Decimal] = {}
    for component, amount in reversed(amounts):
        if component.kind is not ComponentKind.DEDUCTION or component.bases or amount <= 0 or not missing:
            continue
        part = min(amount, missing)
        held[component.code] = trace.note("engine.not_taken", part, component=component.name, wanted=amount)
        missing -= part
    if missing:
        message = _("Tax, contributions and deductions before tax exceed the pay by %(missing)s, and cannot be left out.")
        raise CalculationFailed("", message % {"missing": f"{missing:f}"})
    return held


def smallest_unit(currency: str) -> Decimal:
    """The smallest coin of a currency: 0.01 for GBP, 1 for JPY."""
    return Decimal(1).scaleb(-minor_units(currency))
