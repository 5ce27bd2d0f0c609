"""What the published cases do not contain is refused by name, never left out of a result."""

from typing import Any

import pytest

from payroll.statutory.vectors import Vector, Verdict, judge

ORDINARY = {"province": "ON", "gross_pay": "1153.85", "pay_periods": 52, "pay_date": "2026-01-16"}
RESULT = {"federal_tax": "102.66", "provincial_tax": "57.34", "cpp_total": "64.65", "ei": "18.81", "net_pay": "910.39"}


def judged(expected: dict[str, str], **given: Any) -> Verdict:
    (verdict,) = judge([Vector("one", "CA", "2026-jan", "t4127_pdoc", ORDINARY | given, expected, "made-for-this-test")])
    return verdict


@pytest.mark.parametrize(
    "given", [{}, {"federal_claim": "16452.00", "provincial_claim": "12989"}, {"federal_claim_code": 1, "commission": "0"}]
)
def test_without_forms_the_basic_amounts_are_claimed(given: dict[str, Any]) -> None:
    assert judged(RESULT, **given).outcome == "passed"


def test_what_comes_off_before_tax() -> None:
    alike: list[dict[str, str]] = [{"rrsp": "100"}, {"rpp": "60", "prpp": "40"}, {"union_dues": "100"}]
    taxes = {judged({"federal_tax": "0"}, **given).detail for given in alike}

    assert len(taxes) == 1
    assert taxes != {judged({"federal_tax": "0"}).detail}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"commission": "500"}, "knows no input commission"),
        ({"province": "QC"}, "no figures of 'QC'"),
        ({"province": "BC", "pay_date": "2026-07-03"}, "no figures of 'BC' for a payment on 2026-07-03"),
        ({"pay_date": "2024-12-31"}, "no statutory figures of ca for a payment on 2024-12-31"),
        ({"pay_date": ""}, ""),
        ({"federal_claim_code": 11}, "11 is not a claim code"),
        ({"federal_claim_code": 4, "pay_date": "2025-03-14"}, "ranges of claim code 4 are not known"),
    ],
)
def test_what_is_not_covered_is_said(given: dict[str, Any], reason: str) -> None:
    verdict = judged(RESULT, **given)

    assert verdict.outcome == ("unsupported" if reason else "passed")
    assert reason in verdict.detail
