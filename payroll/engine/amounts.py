"""The amount of each component: its formula, prorated by stretch, converted, with what is owed from before, rounded."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

from django.utils.translation import gettext as _

from core.money import minor_units
from payroll.engine.case import Case, ExchangeRate, Stretch
from payroll.engine.components import Component, ComponentKind, Proration, Rounding, RoundingMode
from payroll.engine.formula import Formula, FormulaFailed
from payroll.engine.formula.values import BracketTable, FormulaValue
from payroll.engine.inputs import INPUTS
from payroll.engine.problems import (
    AmountTooLarge,
    CannotCalculate,
    FinerThanCurrency,
    InputMissing,
    NegativeYearToDate,
    RateMissing,
)
from payroll.engine.proration import proration
from payroll.engine.structures import PlannedComponent
from payroll.engine.trace import Trace

_MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.DOWN: ROUND_DOWN,
    RoundingMode.UP: ROUND_UP,
}
_NOTHING = Decimal(0)
# No pay has as many digits; sums and products of what is below it are exact.
TOO_LARGE = Decimal(10) ** 15

type Amounts = list[tuple[PlannedComponent, Decimal]]


class ComponentNotCalculated(CannotCalculate):
    """A formula of a component gives no result for this person."""

    def __init__(self, component: Component, error: FormulaFailed) -> None:
        what = _("%(component)s cannot be worked out.") % {"component": component.name}
        super().__init__(what, error.why, error.fix, component=component.code)


def component_amounts(components: Iterable[PlannedComponent], case: Case, values: dict[str, FormulaValue], trace: Trace) -> Amounts:
    """Amounts of `components` in their order, each put among `values` for those that follow. Raises CannotCalculate."""
    amounts: Amounts = []
    for planned in components:
        component = planned.component
        try:
            applies = planned.condition is None or planned.condition(values)
            amount = _amount(planned, case, values, trace) if applies else _NOTHING
        except FormulaFailed as error:
            raise ComponentNotCalculated(component, error) from error
        except KeyError as error:
            raise InputMissing(component.code, component.name, told_name(str(error.args[0]))) from error
        values[component.code] = amount
        if applies:
            require_payable(component.code, component.name, amount, case.currency)
            amounts.append((planned, amount))
        else:
            trace.note("engine.skipped", amount, component=component.name, condition=str(component.condition))
    return amounts


def told_name(name: str) -> str:
    """What people call an input, a base or a levy; the name of a component is its own."""
    return str(INPUTS[name].label) if name in INPUTS else name.removeprefix("entered_").replace("_", " ")


def require_amount(name: str, amount: Decimal) -> None:
    """Raises AmountTooLarge; also for what is no number."""
    if not amount.is_finite() or abs(amount) >= TOO_LARGE:
        raise AmountTooLarge(told_name(name), f"{amount:f}")


def require_payable(code: str, name: str, amount: Decimal, currency: str) -> None:
    """Raises AmountTooLarge, FinerThanCurrency."""
    require_amount(name, amount)
    places = minor_units(currency)
    if amount != amount.quantize(Decimal(1).scaleb(-places), ROUND_DOWN):
        raise FinerThanCurrency(code, told_name(name), f"{amount:f}", currency, places)


def require_year(case: Case, names: Iterable[str], bases: Mapping[str, Decimal]) -> None:
    """Raises AmountTooLarge, NegativeYearToDate if the year before this payment, or with its `bases`, is below zero."""
    for name in names:
        before = case.to_date.get(name, _NOTHING)
        require_amount(name, before)
        least = min(before, before + bases.get(name, _NOTHING))
        if least < 0:
            raise NegativeYearToDate(told_name(name), f"{least:f}")


def bases_of(amounts: Amounts) -> dict[str, Decimal]:
    """What the components count towards each base; deductions take from it."""
    bases: dict[str, Decimal] = {}
    for planned, amount in amounts:
        add_to(bases, planned.component.bases, planned.component.kind, amount)
    return bases


def add_to(bases: dict[str, Decimal], names: Iterable[str], kind: ComponentKind, amount: Decimal) -> None:
    """Count `amount` towards the bases `names`."""
    signed = -amount if kind is ComponentKind.DEDUCTION else amount
    for name in names:
        bases[name] = bases.get(name, _NOTHING) + signed


def rounded(amount: Decimal, rounding: Rounding, currency: str) -> Decimal:
    """`amount` as `rounding` says, without an exponent."""
    wanted = minor_units(currency) if rounding.places is None else rounding.places
    coarse = amount.quantize(Decimal(1).scaleb(-wanted), _MODES[rounding.mode])
    return coarse.quantize(Decimal(1).scaleb(-max(wanted, 0)))


def to_multiple(amount: Decimal, unit: Decimal, mode: RoundingMode) -> Decimal:
    """`amount` to a multiple of `unit`."""
    return (amount / unit).quantize(Decimal(1), _MODES[mode]) * unit


def _amount(planned: PlannedComponent, case: Case, values: Mapping[str, FormulaValue], trace: Trace) -> Decimal:
    component, formula = planned.component, planned.amount
    if component.proration is Proration.NONE:
        exact = _noted(formula, values, component, case, trace)
    else:
        exact = _NOTHING
        for stretch in case.stretches:
            exact += _of_stretch(formula, {**values, **stretch.values}, component, case, stretch, trace)
    if component.currency and component.currency != case.currency:
        exact = _converted(exact, component, case, trace)
    if owed := case.owed.get(component.code, _NOTHING):
        exact = trace.note("engine.owed", exact + owed, component=component.name, amount=exact, owed=owed)
    require_amount(component.name, exact)
    amount = rounded(exact, component.rounding, case.currency)
    if amount != exact:
        trace.note("engine.rounded", amount, component=component.name, amount=exact, mode=component.rounding.mode.value)
    return amount


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


def _converted(amount: Decimal, component: Component, case: Case, trace: Trace) -> Decimal:
    """At the latest rate on or before the day of payment. Raises RateMissing."""
    rate = _rate(component.currency, case)
    if rate is None:
        raise RateMissing(component.code, component.name, component.currency, case.currency, case.period.pay_date.isoformat())
    return trace.note(
        "engine.converted",
        amount * rate.rate,
        component=component.name,
        amount=amount,
        currency=component.currency,
        into=case.currency,
        rate=rate.rate,
        day=rate.day.isoformat(),
        source=rate.source,
    )


def _rate(currency: str, case: Case) -> ExchangeRate | None:
    fitting = [
        rate
        for rate in case.rates
        if (rate.currency, rate.into) == (currency, case.currency) and rate.day <= case.period.pay_date and rate.rate > 0
    ]
    return max(fitting, key=lambda rate: rate.day, default=None)


def _noted(formula: Formula, values: Mapping[str, FormulaValue], component: Component, case: Case, trace: Trace) -> Decimal:
    used = "; ".join(_told(name, values[name], case.sources) for name in sorted(formula.names))
    return trace.note("engine.amount", formula.number(values), component=component.name, formula=formula.text, values=used)


def _told(name: str, value: FormulaValue, sources: Mapping[str, str]) -> str:
    if isinstance(value, BracketTable):
        rows = ", ".join(f"> {row.above:f}: {(row.rate * 100).normalize():f} %" for row in value.brackets)
        return f"{name} = {rows}"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{name} = {text} ({sources[name]})" if name in sources else f"{name} = {text}"
