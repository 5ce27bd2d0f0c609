"""A state's table is the company's own: checked for sense, and named as such in each explanation."""

from decimal import Decimal
from typing import Any

import pytest

from payroll.engine.trace import Trace, explain
from payroll.statutory.us.sentences import SENTENCES
from payroll.statutory.us.states import StateBracket, StateTable, StateTableNotValid, state_tax

BRACKETS = (StateBracket(Decimal(0), Decimal("0.02")), StateBracket(Decimal(20_000), Decimal("0.05")))


def bracket(start: str, rate: str) -> StateBracket:
    return StateBracket(Decimal(start), Decimal(rate))


@pytest.mark.parametrize(
    ("table", "allowances", "expected"),
    [
        (StateTable("TX", "none"), 0, "0.00"),
        (StateTable("PA", "flat", (bracket("0", "0.0307"),)), 0, "92.10"),
        # 36,000 a year: 400 on the first 20,000, 800 on the rest.
        (StateTable("XX", "brackets", BRACKETS), 0, "100.00"),
        (StateTable("XX", "brackets", BRACKETS, deduction=Decimal(6000), allowance=Decimal(1000)), 2, "66.67"),
        (StateTable("XX", "brackets", BRACKETS, credit=Decimal(1199)), 0, "0.08"),
        (StateTable("XX", "brackets", BRACKETS, credit=Decimal(5000)), 0, "0.00"),
        (StateTable("XX", "brackets", BRACKETS, deduction=Decimal(6000), allowance=Decimal(1000), whole_dollars=True), 2, "67"),
        (StateTable("XX", "brackets", BRACKETS, deduction=Decimal(50_000)), 0, "0.00"),
    ],
)
def test_three_kinds(table: StateTable, allowances: int, expected: str) -> None:
    trace = Trace()

    assert state_tax(Decimal(3000), 12, allowances, table, trace) == Decimal(expected)
    assert "the company's own table" in explain(trace.steps, SENTENCES)[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "none", "brackets": BRACKETS},
        {"kind": "flat"},
        {"kind": "flat", "brackets": BRACKETS},
        {"kind": "brackets"},
        {"kind": "progressive", "brackets": BRACKETS},
        {"kind": "flat", "brackets": (bracket("1", "0.05"),)},
        {"kind": "flat", "brackets": (bracket("0", "5"),)},
        {"kind": "flat", "brackets": (bracket("0", "-0.05"),)},
        {"kind": "brackets", "brackets": (bracket("0", "0.02"), bracket("0", "0.05"))},
        {"kind": "brackets", "brackets": BRACKETS, "credit": Decimal(-1)},
    ],
)
def test_a_table_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(StateTableNotValid, match="XX"):
        StateTable("XX", **fields)
