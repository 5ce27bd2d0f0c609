"""What orders take of a payment, and how it is told."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.case import NetRounding, NetRule
from payroll.engine.garnishments import Garnishment, GarnishmentKind
from payroll.engine.net import take_garnishments
from payroll.engine.problems import AmountTooLarge, FinerThanCurrency
from payroll.engine.sentences import SENTENCES
from payroll.engine.tests.stage import FlatTax, a_case, a_component, a_plan
from payroll.engine.trace import Trace, explain

COMPONENTS = [a_component("salary", "base_pay", bases={"taxable"}), a_component("gym", "40", "deduction")]


def _order(value: str, protected: str = "0", **fields: Any) -> Garnishment:
    usual: dict[str, Any] = {"code": "order-1", "name": "Council tax", "kind": GarnishmentKind.AMOUNT}
    return Garnishment(value=Decimal(value), protected=Decimal(protected), **(usual | fields))


def _paid(*orders: Garnishment, **fields: Any) -> Result:
    return calculate(a_case(orders=orders, **fields), a_plan(COMPONENTS), FlatTax())


def _told(result: Result) -> list[str]:
    return explain([step for step in result.steps if step.rule.startswith("engine.order")], SENTENCES)


PERCENT = GarnishmentKind.PERCENT


@pytest.mark.parametrize(
    ("net", "orders", "taken"),
    [
        ("1500.00", [_order("200"), _order("100", priority=2)], ["200", "100"]),
        ("1500.00", [_order("200", "1400"), _order("100", "1300", priority=2)], ["100.00", "100"]),
        ("1500.00", [_order("100", "1300", priority=2), _order("200", "1400")], ["100.00", "100"]),
        ("900.00", [_order("200", "1000")], ["0"]),
        ("-5.00", [_order("200", "1000"), _order("10", kind=PERCENT, priority=2)], ["0", "0"]),
        ("1234.57", [_order("12.5", kind=PERCENT)], ["154.32"]),
        ("1500.00", [_order("200", left=Decimal("35.10"))], ["35.10"]),
        ("1500.00", [_order("200", left=Decimal(-5))], ["0"]),
    ],
)
def test_they_take_by_priority_above_what_is_protected(net: str, orders: list[Garnishment], taken: list[str]) -> None:
    takings = take_garnishments(Decimal(net), orders, "GBP", Trace())
    assert [f"{taking.amount:f}" for taking in takings] == taken


def test_they_are_deductions_of_the_result_and_told() -> None:
    """Of 3,000.00 tax takes 600.00 and the gym 40.00; 2,360.00 is left for the orders."""
    result = _paid(_order("10", kind=PERCENT, code="second", name="Child support", priority=2), _order("300", "2100"))

    lines = {line.code: (line.name, line.kind, f"{line.amount:f}") for line in result.lines[-2:]}
    assert lines == {"order-1": ("Council tax", "deduction", "260.00"), "second": ("Child support", "deduction", "236.00")}
    assert (f"{result.deductions:f}", f"{result.net:f}", f"{result.paid:f}") == ("1136.00", "1864.00", "1864.00")
    assert result.gross - sum(line.amount for line in result.lines if line.kind == "deduction") == result.net
    assert _told(result) == [
        "Council tax (priority 1) asks for 300 of each payment.",
        "Council tax takes 260.00 instead of 300: 2360.00 is left, and the protected earnings of 2100 stay with the employee.",
        "Child support (priority 2) asks for 10 % of net pay of 2360.00, rounded down: 236.00.",
        "Child support takes 236.00 of 2100.00; it protects no earnings.",
    ]


def test_one_that_is_nearly_served_takes_what_is_owed() -> None:
    result = _paid(_order("300", "1000", left=Decimal("12.50")), to_date={"order-1": Decimal("287.50")})

    assert _told(result)[1:] == [
        "Council tax: of 300, only 12.50 is still owed.",
        "Council tax takes 12.50 of 2360.00, which leaves the protected earnings of 1000 untouched.",
    ]
    assert year_to_date(a_case(), result)["order-1"] == Decimal("300.00")


def test_they_come_before_the_rounding_of_what_is_paid_out() -> None:
    result = _paid(_order("0.30"), net_rounding=NetRounding(Decimal(1)))
    assert (f"{result.net:f}", f"{result.paid:f}", f"{result.carried_forward:f}") == ("2359.70", "2360.00", "-0.30")


def test_they_take_nothing_where_deductions_already_lack_pay() -> None:
    result = _paid(_order("80"), values={"base_pay": Decimal(20)}, net_rule=NetRule.CARRY)
    assert (result.net, result.not_taken) == (Decimal("0.00"), {"gym": Decimal("24.00")})
    assert result.lines[-1].amount == 0


@pytest.mark.parametrize(
    ("value", "currency", "problem"), [("0.005", "GBP", FinerThanCurrency), ("1", "JPY", None), ("1e15", "GBP", AmountTooLarge)]
)
def test_what_nobody_can_be_paid_is_a_problem(value: str, currency: str, problem: type[Exception] | None) -> None:
    if problem is None:
        assert _paid(_order(value), currency=currency).lines[-1].amount == 1
        return
    with pytest.raises(problem, match="Council tax"):
        _paid(_order(value), currency=currency)


ORDERS = st.builds(
    Garnishment,
    code=st.just("order"),
    name=st.just("Order"),
    priority=st.integers(1, 9),
    kind=st.sampled_from(GarnishmentKind),
    value=st.decimals("0.01", "100", places=2),
    protected=st.decimals("0", "3000", places=2),
    left=st.none() | st.decimals("0", "500", places=2),
)


@given(st.decimals("0", "5000", places=2), st.lists(ORDERS, max_size=5))
def test_none_takes_what_another_protects_from_it(net: Decimal, some: list[Garnishment]) -> None:
    left = net
    for taking in take_garnishments(net, some, "GBP", Trace()):
        assert taking.amount >= 0
        assert taking.amount <= (taking.garnishment.value if taking.garnishment.kind is GarnishmentKind.AMOUNT else net)
        left -= taking.amount
        assert not taking.amount or left >= taking.garnishment.protected
    assert 0 <= left <= net


@given(st.lists(ORDERS, max_size=4, unique_by=lambda each: each.priority), st.randoms())
def test_their_order_in_the_case_means_nothing(some: list[Garnishment], random: Any) -> None:
    shuffled = random.sample(some, len(some))
    assert take_garnishments(Decimal(2000), some, "GBP", Trace()) == take_garnishments(Decimal(2000), shuffled, "GBP", Trace())
