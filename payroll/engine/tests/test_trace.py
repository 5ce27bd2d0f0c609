"""A trace keeps what went in and what came out, small, and reads as sentences."""

from decimal import Decimal

import msgspec
import pytest

from payroll.engine.trace import SentenceMissing, Step, Trace, explain, readable


def a_trace() -> Trace:
    trace = Trace()
    trace.note("pay.gross", Decimal("1E+3"), hours=Decimal(40), rate=Decimal("25.00"), grade="B", overtime=False)
    return trace


def test_note_hands_the_result_on() -> None:
    assert Trace().note("pay.gross", Decimal("12.50")) == Decimal("12.50")


def test_amounts_are_kept_as_plain_text() -> None:
    (step,) = a_trace().steps

    assert step == Step("pay.gross", "1000", {"hours": "40", "rate": "25.00", "grade": "B", "overtime": False})


def test_steps_survive_storage() -> None:
    stored = msgspec.json.encode(a_trace().steps)

    assert stored == b'[["pay.gross","1000",{"hours":"40","rate":"25.00","grade":"B","overtime":false}]]'
    assert msgspec.json.decode(stored, type=tuple[Step, ...]) == a_trace().steps


def test_steps_read_as_sentences() -> None:
    assert explain(a_trace().steps, {"pay.gross": "{hours} h at {rate} make {result}."}) == ["40 h at 25.00 make 1000."]


def test_a_rule_without_words_is_named() -> None:
    with pytest.raises(SentenceMissing, match=r"'pay\.gross'"):
        explain(a_trace().steps, {})


def test_codes_are_told_by_their_words() -> None:
    steps = (Step("pay.rounded", "1.25", {"mode": "half_up", "kind": "half_up"}),)

    assert explain(steps, {"pay.rounded": "{result} ({mode}, {kind})", "mode=half_up": "halves up"}) == [
        "1.25 (halves up, half_up)"
    ]


def test_what_is_left_of_a_division_is_told_with_few_digits_and_kept_with_all() -> None:
    trace = Trace()
    trace.note("pay.share", Decimal(10000) / 7, of=Decimal("36000.0000"), rate=Decimal(1) / 3000000, code="1.2345678.9")

    assert explain(trace.steps, {"pay.share": "{result} of {of} at {rate} ({code})"}) == [
        "1428.5714 of 36000.00 at 0.0000003333 (1.2345678.9)"
    ]
    assert trace.steps[0].result == "1428.571428571428571428571429"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.0185", "0.0185"),
        ("12.5", "12.5"),
        ("-0.3333333333", "-0.3333"),
        ("416.670000", "416.67"),
        ("1257L", "1257L"),
        ("30", "30"),
    ],
)
def test_numbers_as_people_read_them(text: str, told: str) -> None:
    assert readable(text) == told


def test_formulas_are_told_with_what_inputs_are_called() -> None:
    values = "annual_salary = 36000.0000 (pay_terms from 1 Jan); entered_bonus = 0; grade = 'half_up'"
    step = Step("pay.amount", "1", {"formula": "annual_salary * 2 / entered_bonus if grade == 'half_up' else 0", "values": values})

    words = {"pay.amount": "{formula}: {values}", "name=annual_salary": "annual salary"}
    assert explain([step], words)[0].split(": ") == [
        "annual salary × 2 ÷ entered bonus if grade = 'half_up' else 0",
        "annual salary = 36000.00 (pay_terms from 1 Jan); entered bonus = 0; grade = 'half_up'",
    ]
