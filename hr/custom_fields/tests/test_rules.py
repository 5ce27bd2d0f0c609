"""What a value may be."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hr.custom_fields.rules import Bounds, ValueKind, ValueNotValid, as_stored

BOUNDS = Bounds(("S", "M", "L"), Decimal(1), Decimal(10))


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (ValueKind.TEXT, " a  b ", "a b"),
        (ValueKind.NUMBER, Decimal("2.50"), "2.5"),
        (ValueKind.NUMBER, "10", "10"),
        (ValueKind.DATE, date(2026, 11, 21), "2026-11-21"),
        (ValueKind.DATE, "2026-11-21", "2026-11-21"),
        (ValueKind.YES_NO, False, False),
        (ValueKind.CHOICE, "M", "M"),
        (ValueKind.CHOICES, ["L", "S", "L"], ["L", "S"]),
        (ValueKind.EMAIL, "a@b.example", "a@b.example"),
        (ValueKind.URL, "https://b.example/x", "https://b.example/x"),
        *((kind, None, None) for kind in ValueKind),
        *((kind, "", None) for kind in ValueKind),
        (ValueKind.CHOICES, [], None),
    ],
    ids=repr,
)
def test_values_are_kept_as_json_carries_them(kind: ValueKind, value: Any, stored: Any) -> None:
    assert as_stored(kind, value, BOUNDS) == stored


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (ValueKind.TEXT, "x" * 501, "too long"),
        (ValueKind.NUMBER, "ten", "no number"),
        (ValueKind.NUMBER, "NaN", "too large"),
        (ValueKind.NUMBER, "1e30", "too large"),
        (ValueKind.NUMBER, "0.5", "at least 1"),
        (ValueKind.NUMBER, "11", "at most 10"),
        (ValueKind.DATE, "2026-02-31", "no date"),
        (ValueKind.YES_NO, "perhaps", "yes or no"),
        (ValueKind.CHOICE, "XL", "none of these: S, M, L"),
        (ValueKind.CHOICES, ["S", "XL"], "none of these"),
        (ValueKind.EMAIL, "nobody", "no e-mail"),
        (ValueKind.URL, "javascript:alert(1)", "no web address"),
    ],
    ids=repr,
)
def test_what_cannot_be_is_refused_with_a_reason(kind: ValueKind, value: Any, words: str) -> None:
    with pytest.raises(ValueNotValid, match=words):
        as_stored(kind, value, BOUNDS)
