"""Every published case is calculated to what its source says, and can be explained."""

from functools import cache
from pathlib import Path

import pytest

from payroll.statutory.vectors import PACKS, WITHOUT_PACK, Vector, VectorsNotReadable, Verdict, judge, read_vectors

VECTORS = Path(__file__).parent / "vectors"
# Kinds that a pack does not calculate, with why; docs/rules/payroll/coverage.md tells the customer.
UNSUPPORTED: dict[tuple[str, str], str] = {}


@cache
def verdicts(country: str) -> list[Verdict]:
    path = VECTORS / f"{PACKS[country]}.json"
    return judge(read_vectors(path.read_bytes(), path.name))


@pytest.mark.parametrize("country", PACKS)
def test_all_cases_pass(country: str) -> None:
    failed = [f"{verdict.vector.id}: {verdict.detail}" for verdict in verdicts(country) if verdict.outcome == "failed"]
    unsupported = {(country, verdict.vector.kind) for verdict in verdicts(country) if verdict.outcome == "unsupported"}

    assert not failed
    assert unsupported == {key for key in UNSUPPORTED if key[0] == country}
    assert any(verdict.outcome == "passed" for verdict in verdicts(country))


def test_countries_without_a_pack_say_why() -> None:
    for country, why in WITHOUT_PACK.items():
        path = VECTORS / f"{country.lower()}.json"
        assert {(each.outcome, each.detail) for each in judge(read_vectors(path.read_bytes(), path.name))} == {("unsupported", why)}


@pytest.mark.parametrize("country", PACKS)
def test_all_cases_are_explained(country: str) -> None:
    for verdict in verdicts(country):
        if verdict.outcome == "passed":
            assert verdict.explain(), verdict.vector.id


def a_vector(**changes: object) -> Vector:
    fields: dict[str, object] = {
        "id": "one",
        "country": "UK",
        "year": "2026-27",
        "kind": "student_loan",
        "input": {"plan": "plan2", "pay_frequency": "monthly", "niable_pay": "3867.54"},
        "expected": {"deduction": "127.00"},
        "oracle_class": "made-for-this-test",
    }
    return Vector(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "outcome", "detail"),
    [
        ({}, "passed", ""),
        ({"expected": {"deduction": "126.00"}}, "failed", "deduction is 127.00, not 126.00 (+1.00)"),
        ({"expected": {"deduction": "126.00"}, "tolerance": "1"}, "passed", ""),
        ({"expected": {"repayment": "127.00"}}, "failed", "repayment is not calculated"),
        ({"expected": {"deduction": "much"}}, "failed", "deduction should be 'much', which is no number"),
        ({"country": "FR"}, "unsupported", "There is no pack for FR."),
        ({"kind": "council_tax"}, "unsupported", "The pack calculates no council_tax."),
        ({"year": "1999-00"}, "unsupported", "There are no figures for 1999-00."),
        ({"input": {"plan": "plan9", "pay_frequency": "monthly", "niable_pay": "1"}}, "failed", "PlanNotCollected"),
        ({"input": {}}, "failed", "KeyError"),
        ({"input": {"plan": "plan2", "pay_frequency": "monthly", "niable_pay": None}}, "failed", "TypeError"),
        ({"input": {"plan": "plan2", "pay_frequency": "monthly", "niable_pay": "much"}}, "failed", "InvalidOperation"),
    ],
)
def test_a_case_is_judged(changes: dict[str, object], outcome: str, detail: str) -> None:
    (verdict,) = judge([a_vector(**changes)])

    assert verdict.outcome == outcome
    assert verdict.detail.startswith(detail)


@pytest.mark.parametrize("content", [b"", b"{}", b"[{}]", b"not json"])
def test_what_is_no_list_of_vectors_is_refused(content: bytes) -> None:
    with pytest.raises(VectorsNotReadable, match=r"cases\.json does not hold vectors"):
        read_vectors(content, "cases.json")
