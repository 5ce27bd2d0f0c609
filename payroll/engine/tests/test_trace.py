"""A trace keeps what went in and what came out, small, and reads as sentences."""

from decimal import Decimal

import msgspec
import pytest

from payroll.engine.trace import SentenceMissing, Step, Trace, explain


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
