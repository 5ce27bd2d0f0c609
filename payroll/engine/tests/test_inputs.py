"""The list of inputs."""

from decimal import Decimal

from payroll.engine.formula import compile_formula
from payroll.engine.formula.values import Kind
from payroll.engine.inputs import INPUTS, entered, is_entered, kinds, nothing_entered


def test_every_input_can_stand_in_a_formula_and_has_an_empty_value() -> None:
    empty = nothing_entered(["bonus"])

    for name, kind in kinds(["bonus"]).items():
        text = f"{name} == ''" if kind is Kind.WORD else f"{name} == 0"
        assert compile_formula(text, kinds(["bonus"]), kind=Kind.YES_NO)(empty) is True


def test_every_input_says_what_it_holds() -> None:
    assert [name for name, each in INPUTS.items() if not (str(each.label) and str(each.holds).endswith("."))] == []


def test_what_is_entered_has_a_name_that_no_input_has() -> None:
    assert entered("bonus") == "entered_bonus"
    assert is_entered(entered("bonus"))
    assert not [name for name in INPUTS if is_entered(name)]
    assert nothing_entered(["bonus"])["entered_bonus"] == Decimal(0)
