"""What formulas say, what they refuse and where, and that nothing else ever happens."""

from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from payroll.engine.formula import BracketTable, FormulaFailed, FormulaNotValid, Kind, TableNotValid, compile_formula
from payroll.engine.formula.operators import LARGEST
from payroll.engine.formula.values import Bracket, FormulaValue

NAMES = {"base": Kind.NUMBER, "hours": Kind.NUMBER, "grade": Kind.WORD, "is_night": Kind.YES_NO, "tax_table": Kind.TABLE}
TABLE = BracketTable((Bracket(Decimal(0), Decimal("0.1")), Bracket(Decimal(1000), Decimal("0.2"))))
VALUES: dict[str, FormulaValue] = {
    "base": Decimal("3000.10"),
    "hours": Decimal(0),
    "grade": "B",
    "is_night": True,
    "tax_table": TABLE,
}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2", "0.3"),
        ("base * 0.05", "150.005"),
        ("-base + 1", "-2999.10"),
        ("+base", "3000.10"),
        ("  base /\n 2  ", "1500.05"),
        ("1 / 3 * 3 - 1 < 0.000001 and is_night", True),
        ("round(base * 0.05, 2)", "150.01"),
        ("round(2.5)", "3"),
        ("floor(-2.5)", "-3"),
        ("ceil(2.1)", "3"),
        ("min(base, 10, 20)", "10"),
        ("max(base, 10)", "3000.10"),
        ("abs(-3)", "3"),
        ("bracket(tax_table, base)", "500.020"),
        ("bracket(tax_table, -5)", "0"),
        ("base if grade == 'B' else 0", "3000.10"),
        ('100 if grade != "B" or not is_night else 50', "50"),
        ("1 < 2 < 3", True),
        ("base / hours if hours != 0 else 0", "0"),
        (".5 + 1.", "1.5"),
    ],
)
def test_results(text: str, result: str | bool) -> None:
    kind = Kind.YES_NO if isinstance(result, bool) else Kind.NUMBER
    expected = result if isinstance(result, bool) else Decimal(result)

    assert compile_formula(text, NAMES, kind=kind)(VALUES) == expected


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("", "", "empty"),
        ("   ", "", "empty"),
        ("base +", "+", "cannot be understood"),
        ("base + bonus", "bonus", "bonus is not known here"),
        ("base ** 2", "base ** 2", "joined by"),
        ("base // 2", "base // 2", "joined by"),
        ("base.real", "base.real", "Formulas have"),
        ("base[0]", "[", "no meaning"),
        ("__import__('os')", "__import__('os')", "The functions are"),
        ("(lambda: 1)()", ":", "no meaning"),
        ("min(base)", "min(base)", r"min\(a, b"),
        ("min(*base)", "min(*base)", r"min\(a, b"),
        ("min(base, *hours)", "*hours", "Formulas have"),
        ("round(base, ndigits=2)", "round(base, ndigits=2)", "The functions are"),
        ("bracket(base, base)", "base", "a table is needed"),
        ("tax_table + 1", "tax_table", "a number is needed"),
        ("tax_table == tax_table", "tax_table == tax_table", "cannot be compared"),
        ("grade < 'C'", "grade < 'C'", "Compare numbers"),
        ("grade == 1", "grade == 1", "cannot be compared"),
        ("1 is 1", "1 is 1", "Compare numbers"),
        ("1if is_night else 2", "1i", "Put a space"),
        ("0x10", "0x", "Put a space"),
        ("1e9", "1e", "Put a space"),
        ("1_000", "1_", "Put a space"),
        ("1234567890123456789", "1234567890123456789", "Write numbers plainly"),
        ("base if base else 0", "base", "a yes or no is needed"),
        ("base if is_night else grade", "base if is_night else grade", "of one kind"),
        ("is_night", "is_night", "a number is needed"),
        ("None", "None", "Write numbers plainly"),
        ("...", "...", "Write numbers plainly"),
        ("base := 3", ":", "no meaning"),
        ("ｂase", "ｂ", "no meaning"),
        ("(base, hours)", "(base, hours)", "Formulas have"),
        ("(yield)", "yield", "Formulas have"),
        ("base\x00", "\x00", "no meaning"),
        ("'a' == grade and", "d", "cannot be understood"),
    ],
)
def test_what_is_wrong_is_named_and_marked(text: str, marked: str, message: str) -> None:
    with pytest.raises(FormulaNotValid, match=message) as refused:
        compile_formula(text, NAMES)

    assert text[refused.value.start : refused.value.end] == marked


@pytest.mark.parametrize(
    "text", ["(" * 300 + "1" + ")" * 300, "-" * 990 + "1", "1" + "+1" * 400, "not " * 240 + "is_night", "9" * 1001]
)
def test_depth_and_length_are_limited(text: str) -> None:
    with pytest.raises(FormulaNotValid, match=r"nested too deeply|longer than 1000|cannot be understood"):
        compile_formula(text, NAMES)


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("1 + base / hours", "base / hours", "divides by zero"),
        ("999999999999999 * 999999999999999", "999999999999999 * 999999999999999", "too large"),
        ("round(base, hours - 1)", "round(base, hours - 1)", "Round to 0 to 6 places"),
    ],
)
def test_what_fails_for_these_values_is_marked(text: str, marked: str, message: str) -> None:
    formula = compile_formula(text, NAMES)

    with pytest.raises(FormulaFailed, match=message) as failed:
        formula(VALUES)
    assert text[failed.value.start : failed.value.end] == marked


def test_names_are_those_that_are_used() -> None:
    assert compile_formula("base if is_night else 0", NAMES).names == {"base", "is_night"}


@pytest.mark.parametrize(
    "brackets",
    [
        (),
        (Bracket(Decimal(1), Decimal("0.1")),),
        (Bracket(Decimal(0), Decimal("0.1")), Bracket(Decimal(0), Decimal("0.2"))),
        (Bracket(Decimal(0), Decimal("NaN")),),
    ],
)
def test_a_table_with_gaps_is_refused(brackets: tuple[Bracket, ...]) -> None:
    with pytest.raises(TableNotValid):
        BracketTable(brackets)


WORDS = "base hours grade is_night tax_table if else and or not in is lambda for await min max round bracket abs True None".split()
SIGNS = r"+ - * / ** ( ) , . == = != < >= \ { @ é 1 0.5 'B' 999999999999999999".split()
pieces = st.sampled_from([*WORDS, *SIGNS, " ", "\n"])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(pieces, max_size=40).map(" ".join), st.lists(pieces, max_size=60).map("".join), st.text(max_size=60)))
def test_no_text_does_anything_but_result_or_explain(text: str) -> None:
    outcome = outcome_of(text)

    if isinstance(outcome, Decimal):
        assert outcome.is_finite()
        assert abs(outcome) <= LARGEST
    else:
        assert 0 <= outcome.start <= outcome.end <= len(text)
        assert outcome.message


def outcome_of(text: str) -> Decimal | FormulaNotValid | FormulaFailed:
    try:
        return compile_formula(text, NAMES).number(VALUES)
    except (FormulaNotValid, FormulaFailed) as error:
        return error


expressions = st.recursive(
    st.sampled_from(["base", "hours", "3", "0.25"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"),
        inner.map(lambda each: f"(-{each})"),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(expressions, st.decimals(min_value=0, max_value=10_000, places=2))
def test_right_formulas_calculate_like_arithmetic(text: str, base: Decimal) -> None:
    values: dict[str, FormulaValue] = {"base": base, "hours": Decimal(8)}
    try:
        result = compile_formula(text, NAMES).number(values)
    except (FormulaNotValid, FormulaFailed):
        return  # Too deep, or a division by zero.

    assert result == compile_formula(f"({text}) + 0", NAMES).number(values)
    assert compile_formula(f"-({text})", NAMES).number(values) == result.copy_negate()
