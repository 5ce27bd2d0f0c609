"""How published cases of India name ages and years."""

from decimal import Decimal

import pytest

from payroll.engine.trace import Trace
from payroll.statutory.ind.cases import CASES
from payroll.statutory.vectors import Unsupported


def a_case(**changes: object) -> dict:
    given = {"regime": "old", "gross_salary": "1050000", "age_band": "<60", "resident": True, "other_deductions": "0"}
    return {**given, **changes}


@pytest.mark.parametrize(
    ("age_band", "total"),
    [
        ("<60", "117000"),
        ("below_60", "117000"),
        ("0-59", "117000"),
        ("senior_60_80", "114400"),
        ("60-79", "114400"),
        (">=60", "114400"),
        ("80+", "104000"),
        (">=80", "104000"),
    ],
)
def test_ages_are_read(age_band: str, total: str) -> None:
    results = CASES["annual_income_tax_salary"](a_case(age_band=age_band), "2025-26", Trace())

    assert results["total_tax_rounded_288B"] == Decimal(total)


@pytest.mark.parametrize(("changes", "year"), [({"age_band": "old"}, "2025-26"), ({}, "2019-20")])
def test_what_is_not_known_is_not_supported(changes: dict, year: str) -> None:
    with pytest.raises(Unsupported):
        CASES["annual_income_tax_salary"](a_case(**changes), year, Trace())
