"""Cases beyond those that are published: other frequencies, several loans."""

from typing import Any

import pytest

from payroll.statutory.vectors import Vector, Verdict, judge


def judged(kind: str, expected: dict[str, str], **given: Any) -> Verdict:
    (verdict,) = judge([Vector("one", "UK", "2026-27", kind, given, expected, "made-for-this-test")])
    return verdict


@pytest.mark.parametrize(
    ("given", "deduction"),
    [
        # The lowest threshold of the undergraduate plans: 9 % above 2,083.33 (plan 5); postgraduate: 6 % above 1,750 besides.
        ({"plan": "plan2+plan5"}, "82"),
        ({"plans": ["plan1", "plan2", "plan5", "pgl"]}, "157"),
        ({"plan": "pgl"}, "75"),
    ],
)
def test_several_loans(given: dict[str, Any], deduction: str) -> None:
    assert judged("student_loan", {"deduction": deduction}, pay_frequency="monthly", niable_pay="3000", **given).detail == ""


@pytest.mark.parametrize(
    ("frequency", "period", "gross", "tax"),
    [
        # 12 x 1,048.26 is free; 36,000 - 12,579.12 is 23,420 of taxable pounds.
        ("annually", 1, "36000", "4684.00"),
        ("quarterly", 3, "9000", "1171.00"),
    ],
)
def test_pay_of_many_months(frequency: str, period: int, gross: str, tax: str) -> None:
    verdict = judged(
        "paye_income_tax",
        {"tax_this_period": tax},
        region="ruk",
        pay_frequency=frequency,
        tax_code="1257L",
        non_cumulative=False,
        period=period,
        gross_this_period=gross,
        taxable_pay_to_date=gross,
        tax_paid_to_date_before="0.00",
    )

    assert verdict.detail == ""


@pytest.mark.parametrize(
    ("frequency", "employee", "employer"),
    [
        # 3,143 and 1,250 a quarter, 12,570 and 5,000 a year.
        ("quarterly", "468.56", "1162.50"),
        ("annually", "0.00", "600.00"),
    ],
)
def test_contributions_of_many_months(frequency: str, employee: str, employer: str) -> None:
    verdict = judged(
        "ni_class1", {"employee": employee, "employer": employer}, pay_frequency=frequency, ni_category="A", gross="9000"
    )

    assert verdict.detail == ""
