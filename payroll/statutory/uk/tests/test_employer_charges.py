"""The company's year: employment allowance and apprenticeship levy."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.calculate import calculate
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import Trace, explain
from payroll.statutory.uk.employer_charges import (
    AllowanceClaim,
    CompanyMonth,
    LevyYear,
    TaxMonthNotValid,
    apprenticeship_levy,
    company_month,
    employment_allowance,
)
from payroll.statutory.uk.pack import Profile, UnitedKingdom
from payroll.statutory.uk.sentences import SENTENCES
from payroll.statutory.uk.tables import tables_of

TABLES = tables_of(date(2026, 4, 30))
CLAIM = AllowanceClaim(claimed=True)
money = st.decimals(min_value=0, max_value=10_000_000, places=2)


@pytest.mark.parametrize(
    ("employer_ni", "used", "covered"),
    [("800", "0", "800"), ("800", "10000", "500"), ("800", "10500", "0"), ("800", "11000", "0"), ("-5", "0", "0")],
)
def test_the_allowance_is_used_up(employer_ni: str, used: str, covered: str) -> None:
    assert employment_allowance(Decimal(employer_ni), Decimal(used), CLAIM, TABLES, Trace()) == Decimal(covered)


@pytest.mark.parametrize(
    "claim",
    [
        AllowanceClaim(claimed=False),
        AllowanceClaim(claimed=True, only_paid_employee_is_a_director=True),
        AllowanceClaim(claimed=True, mostly_public_work=True),
        AllowanceClaim(claimed=True, connected_company_claims=True),
    ],
)
def test_who_has_no_allowance_pays_everything(claim: AllowanceClaim) -> None:
    trace = Trace()

    assert employment_allowance(Decimal(800), Decimal(0), claim, TABLES, trace) == 0
    assert explain(trace.steps, SENTENCES) == ["There is no employment allowance for the employer's National Insurance of 800."]


@given(st.lists(money, min_size=1, max_size=12))
def test_a_year_never_uses_more_than_the_allowance(months: list[Decimal]) -> None:
    used = Decimal(0)
    for employer_ni in months:
        used += employment_allowance(employer_ni, used, CLAIM, TABLES, Trace())

    assert used == min(sum(months), TABLES.employment_allowance)


@pytest.mark.parametrize(
    ("month", "pay_bill", "paid", "levy"),
    [
        (1, "250000", "0", "0"),
        (1, "300000", "0", "250"),
        (2, "600000", "250", "250"),
        (2, "400000", "250", "-250"),
        (12, "3000000.01", "0", "0"),
        (12, "3000001", "0", "0.01"),
    ],
)
def test_the_levy_is_of_the_year_so_far(month: int, pay_bill: str, paid: str, levy: str) -> None:
    year = LevyYear(month=month, pay_bill_to_date=Decimal(pay_bill), paid_before=Decimal(paid))

    assert apprenticeship_levy(year, TABLES, Trace()) == Decimal(levy)


def test_connected_companies_share_the_allowance_of_the_levy() -> None:
    year = LevyYear(month=1, pay_bill_to_date=Decimal(250_000), paid_before=Decimal(0), allowance=Decimal(0))

    assert apprenticeship_levy(year, TABLES, Trace()) == Decimal(1250)


@given(st.lists(money, min_size=12, max_size=12))
def test_twelve_months_pay_the_levy_of_the_year(months: list[Decimal]) -> None:
    pay_bill = paid = Decimal(0)
    for month, pay in enumerate(months, start=1):
        pay_bill += pay
        paid += apprenticeship_levy(LevyYear(month=month, pay_bill_to_date=pay_bill, paid_before=paid), TABLES, Trace())

    assert abs(paid - max(pay_bill * Decimal("0.005") - 15_000, Decimal(0))) < Decimal("0.01")


@pytest.mark.parametrize("month", [0, 13, -1])
def test_other_months_are_refused(month: int) -> None:
    with pytest.raises(TaxMonthNotValid, match="Use 1 "):
        apprenticeship_levy(LevyYear(month=month, pay_bill_to_date=Decimal(1), paid_before=Decimal(0)), TABLES, Trace())


def test_a_companys_month_is_what_its_payments_make() -> None:
    pack = UnitedKingdom()
    plan = a_plan([a_component("salary", "base_pay", bases={"taxable", "niable"})], pack=pack)
    profiles = (Profile(tax_code="1257L"), Profile(tax_code="BR", ni_category="M"))
    month = company_month(calculate(a_case(profile=profile), plan, pack) for profile in profiles)

    assert month == CompanyMonth(employer_ni=Decimal("387.45"), pay_bill=Decimal("6000.00"))
    assert employment_allowance(month.employer_ni, Decimal(10_400), CLAIM, TABLES, Trace()) == Decimal(100)
