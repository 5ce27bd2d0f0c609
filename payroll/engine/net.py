"""Net pay: what deductions go without when there is too little, and what is paid out now or carried to the next payment."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from payroll.engine.amounts import Amounts, to_multiple
from payroll.engine.case import Case, NetRule
from payroll.engine.components import ComponentKind
from payroll.engine.problems import DeductionsExceedPay
from payroll.engine.trace import Trace

_NOTHING = Decimal(0)


class Net(msgspec.Struct, frozen=True):
    """Net pay of a payment, what was held back for it by component, and what of it is paid out and what carried."""

    net: Decimal
    not_taken: Mapping[str, Decimal]
    paid: Decimal
    carried_forward: Decimal


def net_pay(case: Case, amounts: Amounts, net: Decimal, trace: Trace) -> Net:
    """Apply the rule for a net below zero and the rounding of what is paid out. Raises DeductionsExceedPay.

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
    due = net + case.brought_forward
    paid = max(due, _NOTHING)
    if case.net_rounding is not None:
        paid = to_multiple(paid, case.net_rounding.unit, case.net_rounding.mode)
    paid = paid.quantize(net)
    if due != net or paid != due:
        trace.note("engine.paid", paid, net=net, brought=case.brought_forward, carried=due - paid)
    not_taken = {code: amount for code, amount in case.owed.items() if code not in {each.component.code for each, _ in amounts}}
    return Net(net, not_taken | held, paid, due - paid)


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
