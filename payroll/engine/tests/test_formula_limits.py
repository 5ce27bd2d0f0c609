"""What a formula costs at most, counted in calls, and that whatever is right ends in a number of a size or in an explanation."""

import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from payroll.engine.formula import BracketTable, FormulaFailed, FormulaNotValid, Kind, compile_formula
from payroll.engine.formula.compile import LONGEST
from payroll.engine.formula.operators import LARGEST
from payroll.engine.formula.values import Bracket, FormulaValue
from payroll.engine.tests.test_formula import pieces

NAMES = {"a": Kind.NUMBER, "b": Kind.NUMBER, "w": Kind.WORD, "y": Kind.YES_NO, "t": Kind.TABLE}
STEEP = BracketTable((Bracket(Decimal(0), Decimal("0.333333")), Bracket(Decimal("0.01"), Decimal("999.999999"))))

# A call takes a tenth of a microsecond on slow machines, so these many for each character of the longest formula are 10 ms.
CALLS_A_CHARACTER = 100
CALLS_ANYHOW = 400

numbers = st.recursive(
    st.sampled_from(["a", "b", "0", "3", "0.000001", "999999999999999999"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=4)).map(
            lambda each: f"{each[0]}({', '.join(each[1])})"
        ),
        st.tuples(st.sampled_from(["abs", "round", "floor", "ceil", "-"]), inner).map(lambda each: f"{each[0]}({each[1]})"),
        st.tuples(inner, st.integers(0, 7)).map(lambda each: f"round({each[0]}, {each[1]})"),
        inner.map(lambda each: f"bracket(t, {each})"),
        st.tuples(inner, st.sampled_from(["<", ">=", "==", "!="]), inner, inner).map(
            lambda each: f"({each[0]} if {each[0]} {each[1]} {each[2]} and not y or w == 'x' else {each[3]})"
        ),
    ),
    max_leaves=14,
)
amounts = st.one_of(
    st.decimals(min_value=-(10**15), max_value=10**15, places=6),
    st.sampled_from(
        [Decimal(0), Decimal(10) ** 18, Decimal("1e-30"), Decimal("123456789012345678.123456789012345678901234567890")]
    ),
)


@settings(max_examples=200, deadline=None)
@given(numbers, amounts, amounts, st.booleans())
def test_whatever_is_right_makes_a_number_of_a_size_or_says_why_not(text: str, a: Decimal, b: Decimal, y: bool) -> None:
    values: dict[str, FormulaValue] = {"a": a, "b": b, "w": "x", "y": y, "t": STEEP}

    outcome = _outcome(text, values)

    if isinstance(outcome, Decimal):
        assert outcome.is_finite()
        assert abs(outcome) <= LARGEST
    else:
        assert outcome.message
        assert 0 <= outcome.start <= outcome.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "bracket(t, bracket(t, bracket(t, 999999999999999999)))",
        "round(bracket(t, bracket(t, 999999999999999999)), 6)",
        "round(a, 6)",
        "floor(a) + ceil(a)",
    ],
)
def test_no_function_leads_beyond_the_size_of_any_pay(text: str) -> None:
    values: dict[str, FormulaValue] = {"a": Decimal("9" * 40 + ".5"), "b": Decimal(0), "t": STEEP}

    with pytest.raises(FormulaFailed, match="too large"):
        compile_formula(text, NAMES).number(values)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.lists(pieces, max_size=120).map("".join), numbers, st.text(max_size=LONGEST + 5)))
def test_checking_any_text_takes_no_more_calls_than_it_has_characters_for(text: str) -> None:
    assert calls_of(lambda: _checked(text)) <= CALLS_ANYHOW + CALLS_A_CHARACTER * min(len(text), LONGEST)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "+a" * 22,
        "min(" + ",".join(["a"] * 20) + ")",
        "+".join(["min(" + ",".join(["bracket(t,a)"] * 6) + ")"] * 12)[:LONGEST].rpartition("+")[0],
        " and ".join(["a<b"] * 120) + " and y",
        "a" + "<a" * 499,
        "(" * 20 + "a" + ")*a" * 20,
        "a if y else " * 20 + "a",
        "-" * 22 + "a",
    ],
    ids=lambda text: text[:20],
)
def test_running_the_longest_formulas_takes_few_calls(text: str) -> None:
    assert len(text) <= LONGEST
    kind = Kind.YES_NO if "<" in text else Kind.NUMBER
    formula = compile_formula(text, NAMES, kind=kind)
    values: dict[str, FormulaValue] = {"a": Decimal("1.01"), "b": Decimal("1.02"), "w": "x", "y": True, "t": STEEP}

    assert calls_of(lambda: formula(values)) <= CALLS_ANYHOW + CALLS_A_CHARACTER * len(text)


def test_a_text_of_many_names_is_refused_before_it_is_read() -> None:
    assert calls_of(lambda: _checked("a+" * 100_000)) <= CALLS_ANYHOW


def calls_of(work: Callable[[], object]) -> int:
    """How many functions `work` calls, Python's and C's."""
    count = 0

    def note(_frame: Any, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def _outcome(text: str, values: dict[str, FormulaValue]) -> Decimal | FormulaNotValid | FormulaFailed:
    try:
        return compile_formula(text, NAMES).number(values)
    except (FormulaNotValid, FormulaFailed) as error:
        return error


def _checked(text: str) -> object:
    try:
        return compile_formula(text, NAMES)
    except FormulaNotValid as error:
        return error
