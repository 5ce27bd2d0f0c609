"""Gross to net: components, the law, components that follow from it, totals. Pure, and with a trace of every step."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from core.money import minor_units
from payroll.engine.amounts import (
    Amounts,
    add_to,
    bases_of,
    component_amounts,
    require_amount,
    require_payable,
    require_year,
)
from payroll.engine.case import Case, NetRule
from payroll.engine.components import Component, ComponentKind
from payroll.engine.formula.values import FormulaValue
from payroll.engine.garnishments import Taking
from payroll.engine.net import net_pay
from payroll.engine.pack import Assessment, Levy, Pack
from payroll.engine.problems import CannotCalculate, CurrencyNotOfCountry, NothingToCalculate, Problem
from payroll.engine.structures import Plan
from payroll.engine.trace import Step, Trace

_NOTHING = Decimal(0)
_logger = logging.getLogger(__name__)


class Line(msgspec.Struct, frozen=True):
    """One line of the result, in the currency of the case. `to_date` is the tax year with it.

    A line of the law has no `name` of its own, unless the law is the company's: see `payroll.statutory.packs.levy_name`.
    """

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

    Of net and what was brought forward, `paid` is paid out and `carried_forward` brought to the next payment (below zero: owed by
    the person). `not_taken` is what deductions could not take, by component; `carried` says whether it is due next time.
    """

    lines: tuple[Line, ...]
    bases: Mapping[str, Decimal]
    gross: Decimal
    deductions: Decimal
    net: Decimal
    paid: Decimal
    carried_forward: Decimal
    employer_cost: Decimal
    not_taken: Mapping[str, Decimal]
    carried: bool
    steps: tuple[Step, ...]


class Payment(msgspec.Struct, frozen=True):
    """Everything that a calculation takes."""

    case: Case
    plan: Plan
    pack: Pack


def calculate(case: Case, plan: Plan, pack: Pack) -> Result:
    """Calculate one payment. Raises CannotCalculate: each reason has an error of its own."""
    _require_possible(case, pack)
    trace = Trace()
    values: dict[str, FormulaValue] = {**plan.tables, **case.stretches[-1].values}
    amounts = component_amounts(plan.before, case, values, trace)
    bases = bases_of(amounts)
    require_year(case, pack.bases - pack.deduction_bases, bases)
    levies = _assessed(case, bases, pack, trace)
    values |= dict.fromkeys(pack.levies, _NOTHING) | {levy.code: levy.amount for levy in levies}
    amounts += component_amounts(plan.after, case, values, trace)
    return _result(case, amounts, levies, bases, trace)


def calculate_many[Key](payments: Iterable[tuple[Key, Callable[[], Payment]]]) -> Iterator[tuple[Key, Result | Problem]]:
    """Calculate payments one by one; whatever stops one of them is its problem, and the others go on.

    Each payment is prepared by its function, so that a mistake in somebody's structure or form is theirs alone.
    """
    for key, prepare in payments:
        try:
            payment = prepare()
            yield key, calculate(payment.case, payment.plan, payment.pack)
        except CannotCalculate as error:
            yield key, error.problem
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            _logger.exception("A payment could not be calculated.")
            yield key, _unforeseen(error)


def year_to_date(case: Case, result: Result) -> dict[str, Decimal]:
    """The tax year with this payment: what the next case of the year begins with."""
    bases = {name: case.to_date.get(name, _NOTHING) + amount for name, amount in result.bases.items()}
    return {**case.to_date, **bases, **{line.code: line.to_date for line in result.lines}}


def smallest_unit(currency: str) -> Decimal:
    """The smallest coin of a currency: 0.01 for GBP, 1 for JPY."""
    return Decimal(1).scaleb(-minor_units(currency))


def _unforeseen(error: Exception) -> Problem:
    return Problem(
        code=type(error).__name__,
        what=_("This payment could not be calculated."),
        why=_("Rooster made a mistake that nobody foresaw."),
        fix=_("Check the person's terms and forms; if they are right, tell the support, who find the mistake in the log."),
    )


def _require_possible(case: Case, pack: Pack) -> None:
    if not case.stretches:
        raise NothingToCalculate
    if pack.currency and case.currency != pack.currency:
        raise CurrencyNotOfCountry(case.currency, pack.currency)
    for stretch in case.stretches:
        for name, value in stretch.values.items():
            if isinstance(value, Decimal):
                require_amount(name, value)


def _assessed(case: Case, bases: dict[str, Decimal], pack: Pack, trace: Trace) -> tuple[Levy, ...]:
    """What the law makes of this payment, with what it changes in `bases`.

    Jobs that count together are assessed together; this one bears what the others have not borne.
    """
    together = {name: bases.get(name, _NOTHING) + case.beside.get(name, _NOTHING) for name in pack.bases}
    levies = pack.assess(Assessment(case.period, case.profile, together, case.to_date), trace)
    own = []
    for levy in (_own_part(levy, case, trace) for levy in levies):
        require_payable(levy.code, levy.name or levy.code, levy.amount, case.currency)
        add_to(bases, levy.bases, ComponentKind(levy.kind), levy.amount)
        own.append(levy)
    return tuple(own)


def _own_part(levy: Levy, case: Case, trace: Trace) -> Levy:
    borne = case.beside.get(levy.code, _NOTHING)
    if not borne:
        return levy
    amount = trace.note("engine.beside", levy.amount - borne, levy=levy.code, together=levy.amount, borne=borne)
    return msgspec.structs.replace(levy, amount=amount)


def _result(case: Case, amounts: Amounts, levies: tuple[Levy, ...], bases: Mapping[str, Decimal], trace: Trace) -> Result:
    gross = _total(amounts, levies, ComponentKind.EARNING)
    wanted = _total(amounts, levies, ComponentKind.DEDUCTION)
    net = net_pay(case, amounts, gross - wanted, trace)
    lines = [
        _line(case, component.code, component.name, component.kind, amount - net.not_taken.get(component.code, _NOTHING), component)
        for component, amount in _in_structures_order(amounts)
    ]
    lines += [_line(case, levy.code, levy.name, ComponentKind(levy.kind), levy.amount, None) for levy in levies]
    lines += [_order_line(case, taking) for taking in net.takings]
    employer = sum((line.amount for line in lines if line.kind is ComponentKind.EMPLOYER), _NOTHING)
    deductions = gross - net.net
    trace.note("engine.net", net.net, gross=gross, deductions=deductions)
    return Result(
        lines=tuple(lines),
        bases=bases,
        gross=gross,
        deductions=deductions,
        net=net.net,
        paid=net.paid,
        carried_forward=net.carried_forward,
        employer_cost=trace.note("engine.employer_cost", gross + employer, gross=gross, employer=employer),
        not_taken=net.not_taken,
        carried=case.net_rule is NetRule.CARRY,
        steps=trace.steps,
    )


def _in_structures_order(amounts: Amounts) -> Iterator[tuple[Component, Decimal]]:
    return ((planned.component, amount) for planned, amount in sorted(amounts, key=lambda each: each[0].place))


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


def _order_line(case: Case, taking: Taking) -> Line:
    order = taking.garnishment
    to_date = case.to_date.get(order.code, _NOTHING) + taking.amount
    return Line(order.code, order.name, ComponentKind.DEDUCTION, taking.amount, to_date)


def _total(amounts: Amounts, levies: tuple[Levy, ...], kind: ComponentKind) -> Decimal:
    of_components = (amount for planned, amount in amounts if planned.component.kind is kind)
    return sum(of_components, _NOTHING) + sum((levy.amount for levy in levies if levy.kind == kind.value), _NOTHING)
