"""Net pay: what deductions go without when there is too little, what orders take, and what is paid out now or carried on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from payroll.engine.amounts import Amounts, require_payable, rounded, to_multiple
from payroll.engine.case import Case, NetRule
from payroll.engine.components import ComponentKind, Rounding, RoundingMode
from payroll.engine.garnishments import Garnishment, GarnishmentKind, Taking
from payroll.engine.problems import DeductionsExceedPay
from payroll.engine.trace import Trace

_NOTHING, _WHOLE = Decimal(0), Decimal(100)
_TO_THE_COIN = Rounding(None, RoundingMode.DOWN)


class Net(msgspec.Struct, frozen=True):
    """Net pay of a payment, what was held back for it by component, what orders take, what of it is paid out and what carried."""

    net: Decimal
    not_taken: Mapping[str, Decimal]
    takings: tuple[Taking, ...]
    paid: Decimal
    carried_forward: Decimal


def net_pay(case: Case, amounts: Amounts, net: Decimal, trace: Trace) -> Net:
    """Apply the rule for a net below zero, the orders, and the rounding of what is paid out. Raises DeductionsExceedPay.

    Below zero the voluntary deductions take less, the last in the structure first. Those of the law and before tax are never left
    out: what they lack stops the payment, or is carried as a debt of the person.
    """
    held: dict[str, Decimal] = {}
    if net < 0:
        held = _held_back(amounts, -net, trace)
        left = net + sum(held.values(), _NOTHING)
        if case.net_rule is NetRule.BLOCK or (left < 0 and case.net_rule is NetRule.CAP):
            raise DeductionsExceedPay(f"{-net:f}", by_law=left < 0)
        net = left
    takings = take_garnishments(net, case.orders, case.currency, trace)
    net -= sum((taking.amount for taking in takings), _NOTHING)
    due = net + case.brought_forward
    paid = max(due, _NOTHING)
    if case.net_rounding is not None:
        paid = to_multiple(paid, case.net_rounding.unit, case.net_rounding.mode)
    paid = paid.quantize(net)
    if due != net or paid != due:
        trace.note("engine.paid", paid, net=net, brought=case.brought_forward, carried=due - paid)
    not_taken = {code: amount for code, amount in case.owed.items() if code not in {each.component.code for each, _ in amounts}}
    return Net(net, not_taken | held, takings, paid, due - paid)


def take_garnishments(net: Decimal, orders: Sequence[Garnishment], currency: str, trace: Trace) -> tuple[Taking, ...]:
    """What each of `orders`, the first priority first, takes of `net`, the pay after tax, contributions and other deductions.

    A percentage is one of the whole net and rounded down to the coin, in favour of the employee. Each order leaves at least its
    protected earnings; one that finds less takes what is above them. Raises AmountTooLarge, FinerThanCurrency.
    """
    remaining, takings = net, []
    for order in sorted(orders, key=lambda each: each.priority):
        asked = _asked(order, net, currency, trace)
        require_payable(order.code, order.name, asked, currency)
        amount = max(min(asked, remaining - order.protected), _NOTHING)
        if amount < asked:
            trace.note("engine.order.short", amount, order=order.name, asked=asked, before=remaining, protected=order.protected)
        elif order.protected:
            trace.note("engine.order.taken", amount, order=order.name, before=remaining, protected=order.protected)
        else:
            trace.note("engine.order.unprotected", amount, order=order.name, before=remaining)
        remaining -= amount
        takings.append(Taking(order, amount))
    return tuple(takings)


def _asked(order: Garnishment, net: Decimal, currency: str, trace: Trace) -> Decimal:
    asked = order.value
    if order.kind is GarnishmentKind.PERCENT:
        asked = rounded(max(net, _NOTHING) * order.value / _WHOLE, _TO_THE_COIN, currency)
        trace.note("engine.order.percent", asked, order=order.name, priority=order.priority, percent=order.value, net=net)
    else:
        trace.note("engine.order.amount", asked, order=order.name, priority=order.priority)
    if order.left is None or order.left >= asked:
        return asked
    return trace.note("engine.order.left", max(order.left, _NOTHING), order=order.name, asked=asked)


def _held_back(amounts: Amounts, missing: Decimal, trace: Trace) -> dict[str, Decimal]:
    held: dict[str, Decimal] = {}
    for planned, amount in sorted(amounts, key=lambda each: each[0].place, reverse=True):
        component = planned.component
        if component.kind is not ComponentKind.DEDUCTION or component.bases or amount <= 0 or not missing:
            continue
        part = min(amount, missing)
        held[component.code] = trace.note("engine.not_taken", part, component=component.name, wanted=amount)
        missing -= part
    return held
