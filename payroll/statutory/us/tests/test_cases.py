"""Cases of kinds that the published ones do not contain, and inputs that nobody knows."""

from decimal import Decimal
from typing import Any

import pytest

from payroll.statutory.vectors import Vector, Verdict, judge

W4 = {
    "pay_frequency": "weekly",
    "periods_per_year": 52,
    "taxable_wages": "1000",
    "filing_status": "married",
    "step2_checkbox": False,
}


def judged(kind: str, given: dict[str, Any], expected: dict[str, str]) -> Verdict:
    (verdict,) = judge([Vector("one", "US", 2026, kind, given, expected, "made-for-this-test")])
    return verdict


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("fit_percentage_method_automated", {**W4, "w4_version": "pre-2020", "allowances": 2}, {"fit": "46.35"}),
        ("fit_percentage_method_automated", {**W4, "w4_version": "2019", "additional_withholding": "5"}, {"fit": "70.92"}),
        ("futa", {"wages": "5000", "ytd_futa_wages": "6000"}, {"futa": "6.00"}),
        (
            "fica",
            {"wages": "100", "ytd_ss_wages": "184450", "ytd_medicare_wages": "0"},
            {"ss_employer": "3.10"},
        ),
    ],
)
def test_other_kinds(kind: str, given: dict[str, Any], expected: dict[str, str]) -> None:
    verdict = judged(kind, given, expected)

    assert (verdict.outcome, verdict.detail) == ("passed", "")
    assert verdict.explain()


@pytest.mark.parametrize("given", [{**W4, "nonresident_alien": True}, {**W4, "filing_status": "qualifying_widow"}])
def test_what_is_not_covered_is_said(given: dict[str, Any]) -> None:
    verdict = judged("fit_percentage_method_automated", given, {"fit": str(Decimal(0))})

    assert verdict.outcome == "unsupported"
    assert "nonresident_alien" in verdict.detail or "qualifying_widow" in verdict.detail
