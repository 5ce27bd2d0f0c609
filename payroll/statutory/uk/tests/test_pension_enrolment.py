"""Automatic enrolment: who, on what, and how the employee's share is treated."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.uk.pension_enrolment import (
    PeriodNotPublished,
    Scheme,
    SharesTooLow,
    pension_contributions,
    qualifying_earnings,
    require_enough,
    worker_category,
)
from payroll.statutory.uk.sentences import SENTENCES
from payroll.statutory.uk.tables import tables_of

TABLES = tables_of(date(2026, 4, 30))
pay = st.decimals(min_value=0, max_value=100_000, places=2)


def scheme(**changes: Any) -> Scheme:
    return Scheme(**({"employee_share": Decimal("0.05"), "employer_share": Decimal("0.03")} | changes))


@pytest.mark.parametrize(
    ("age", "below_pension_age", "earnings", "category"),
    [
        (22, True, "833.01", "eligible_jobholder"),
        (22, True, "833.00", "non_eligible_jobholder"),
        (21, True, "5000.00", "non_eligible_jobholder"),
        (66, False, "5000.00", "non_eligible_jobholder"),
        (30, True, "520.01", "non_eligible_jobholder"),
        (30, True, "520.00", "entitled_worker"),
        (16, True, "100.00", "entitled_worker"),
        (15, True, "5000.00", "not_covered"),
        (74, False, "900.00", "non_eligible_jobholder"),
        (75, False, "900.00", "not_covered"),
    ],
)
def test_age_and_earnings_decide_what_a_worker_is_owed(age: int, below_pension_age: bool, earnings: str, category: str) -> None:
    found = worker_category(
        age, below_state_pension_age=below_pension_age, earnings=Decimal(earnings), frequency="monthly", tables=TABLES
    )

    assert found == category


@pytest.mark.parametrize(
    ("earnings", "frequency", "part"),
    [
        ("3000", "monthly", "2480"),
        ("520", "monthly", "0"),
        ("9000", "monthly", "3669"),
        ("500", "weekly", "380"),
        ("-5", "weekly", "0"),
    ],
)
def test_qualifying_earnings_lie_between_the_limits(earnings: str, frequency: str, part: str) -> None:
    assert qualifying_earnings(Decimal(earnings), frequency, TABLES, Trace()) == Decimal(part)


@pytest.mark.parametrize(
    ("treatment", "employee", "employer", "from_net", "claimed", "off_tax", "off_ni"),
    [
        ("relief_at_source", "124.00", "74.40", "99.20", "24.80", "0", "0"),
        ("net_pay", "124.00", "74.40", "0", "0", "124.00", "0"),
        ("salary_sacrifice", "0", "198.40", "0", "0", "124.00", "124.00"),
    ],
)
def test_the_treatment_says_what_is_lowered(
    treatment: Any, employee: str, employer: str, from_net: str, claimed: str, off_tax: str, off_ni: str
) -> None:
    trace = Trace()
    paid = pension_contributions(Decimal(3000), "monthly", scheme(treatment=treatment), TABLES, trace)

    assert (paid.employee, paid.employer, paid.from_net_pay) == tuple(map(Decimal, (employee, employer, from_net)))
    assert (paid.claimed_by_provider, paid.off_taxable_pay, paid.off_niable_pay) == tuple(map(Decimal, (claimed, off_tax, off_ni)))
    assert len(explain(trace.steps, SENTENCES)) == 4


@given(
    pay, st.sampled_from(["relief_at_source", "net_pay", "salary_sacrifice"]), st.sampled_from(["basic_pay", "qualifying_earnings"])
)
def test_the_same_money_reaches_the_pension_by_every_treatment(earnings: Decimal, treatment: Any, basis: Any) -> None:
    paid = pension_contributions(earnings, "monthly", scheme(treatment=treatment, basis=basis), TABLES, Trace())
    plain = pension_contributions(earnings, "monthly", scheme(basis=basis), TABLES, Trace())

    assert paid.employee + paid.employer == plain.employee + plain.employer
    assert plain.from_net_pay + plain.claimed_by_provider == plain.employee


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"employee_share": Decimal(0), "employer_share": Decimal("0.08")},
        {"basis": "basic_pay", "employer_share": Decimal("0.04")},
        {"basis": "all_pay", "employee_share": Decimal("0.04")},
    ],
)
def test_a_scheme_that_pays_the_least_is_enough(changes: dict) -> None:
    require_enough(scheme(**changes), TABLES)


@pytest.mark.parametrize(
    "changes",
    [
        {"employee_share": Decimal("0.04")},
        {"employee_share": Decimal("0.10"), "employer_share": Decimal("0.02")},
        {"basis": "basic_pay"},
        {"basis": "all_pay", "employee_share": Decimal("0.03")},
    ],
)
def test_a_scheme_that_pays_less_is_refused(changes: dict) -> None:
    with pytest.raises(SharesTooLow, match="Raise one of the shares"):
        require_enough(scheme(**changes), TABLES)


def test_a_period_without_limits_is_refused() -> None:
    with pytest.raises(PeriodNotPublished, match="no pension limits for halfmonthly pay"):
        qualifying_earnings(Decimal(100), "halfmonthly", TABLES, Trace())


def test_the_worked_example_of_the_documentation() -> None:
    paid = pension_contributions(Decimal(3000), "monthly", scheme(), TABLES, Trace())

    assert (paid.from_net_pay, paid.claimed_by_provider, paid.employer) == (Decimal("99.20"), Decimal("24.80"), Decimal("74.40"))
    assert Decimal(3000) - Decimal("390.20") - Decimal("156.16") - 49 - paid.from_net_pay == Decimal("2305.44")
