"""Option 1: the guide's own example of a bonus, the special credits, and what must hold for every pay."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.ca.annual_tax import Year, provincial_tax
from payroll.statutory.ca.contributions import YearSoFar, insurance_premium, pension_contributions
from payroll.statutory.ca.income_tax import IncomeTax, Pay, Payee, from_now, income_tax
from payroll.statutory.ca.sentences import SENTENCES
from payroll.statutory.ca.tables import Tables, all_tables, tables_of
from payroll.statutory.ca.td1 import Td1

IN_2026 = tables_of(date(2026, 1, 16))
PERIODS = (1, 2, 4, 10, 12, 13, 22, 24, 26, 27, 52, 53, 240)
PROVINCES = tuple(IN_2026.provinces)
# Contributions are rounded as well, so a cent more of pay can move what is taxed by less than the cent of a contribution.
SLACK = Decimal("0.02")

cents = st.decimals(0, 200_000, places=2)
editions = st.sampled_from(all_tables())


def deducted(
    pay: Pay,
    province: str = "ON",
    tables: Tables = IN_2026,
    federal: Td1 | None = None,
    provincial: Td1 | None = None,
    year: YearSoFar | None = None,
    trace: Trace | None = None,
) -> IncomeTax:
    trace = Trace() if trace is None else trace
    payee = Payee(federal or Td1(), provincial or Td1(), tables.province(province), year or YearSoFar())
    contributions = pension_contributions(pay.income + pay.bonus, pay.periods, payee.year, tables.pension_plan, trace)
    premium = insurance_premium(pay.income + pay.bonus, payee.year.premiums, tables.employment_insurance, trace)
    return income_tax(pay, payee, contributions, premium, tables, trace)


def weekly(**fields: Any) -> Pay:
    return Pay(**{"periods": 52, "income": Decimal(1000), **fields})


def test_bonus_of_the_guide() -> None:
    """T4127, chapter 4: $1,000 a week, a bonus of $2,500 now and one of $1,500 before; federal tax on it is $323.54."""
    pay = weekly(bonus=Decimal(2500), earlier_bonuses=Decimal(1500), earlier_additional=Decimal("14.60"))

    assert deducted(pay).bonus_federal == Decimal("323.54")


@pytest.mark.parametrize(
    ("pay", "federal"),
    [
        (weekly(registered_plans=Decimal(100)), "67.61"),
        (weekly(union_dues=Decimal(100)), "67.61"),
        (weekly(support_payments=Decimal(100)), "67.61"),
        (weekly(annual_deductions=Decimal(5200)), "67.61"),
        (weekly(other_federal_credits=Decimal(728)), "67.61"),
        (weekly(fund_shares=Decimal(10)), "80.11"),
        (weekly(fund_shares=Decimal(1000)), "67.19"),
        (weekly(), "81.61"),
        (weekly(income=Decimal(0)), "0.00"),
    ],
)
def test_deductions_and_credits(pay: Pay, federal: str) -> None:
    assert deducted(pay).federal == Decimal(federal)


def test_deductions_begun_later_count_for_the_rest_of_the_year() -> None:
    assert from_now(Decimal(2600), 52, 26) == Decimal(5200)


def test_prescribed_zone_and_additional_tax_stand_on_form_td1() -> None:
    tax = deducted(weekly(), federal=Td1(prescribed_zone=Decimal(5200), additional_tax=Decimal(20)))

    assert (tax.federal, tax.additional) == (Decimal("67.61"), Decimal(20))
    assert tax.total == tax.federal + tax.provincial + 20


def test_exemption_leaves_the_ontario_health_premium() -> None:
    pay = Pay(periods=26, income=Decimal("1153.85"))

    assert deducted(pay, federal=Td1(exempt=True)).total == Decimal("11.54")
    assert deducted(pay, "AB", federal=Td1(exempt=True)).total == 0


def test_a_bonus_that_leaves_little_income_is_taxed_flat() -> None:
    tax = deducted(Pay(periods=52, income=Decimal(10), bonus=Decimal(4000)))

    assert (tax.federal, tax.bonus_federal, tax.bonus_provincial) == (Decimal(0), Decimal(600), Decimal(0))


def test_dependants_reduce_tax_in_ontario() -> None:
    pay = Pay(periods=26, income=Decimal(850))

    assert deducted(pay, provincial=Td1(dependants=2)).provincial < deducted(pay).provincial


def year(income: int, **fields: Any) -> Year:
    return Year(income=Decimal(income), gross=Decimal(income), pension=Decimal(0), insurance=Decimal(0), **fields)


@pytest.mark.parametrize(
    ("province", "income", "form", "expected"),
    [
        # 0.0506 × (20,000 − 13,216) = 343.27, all of it within the reduction of 575.
        ("BC", 20_000, Td1(), "0"),
        # 1,518.00 − 668.73 = 849.27; the reduction is 575 − 3.56 % of 4,430.
        ("BC", 30_000, Td1(), "431.978"),
        # Basic 12,924.06, with a surtax of 1,421.212 and 1,972.1016 and a premium of 750.
        ("ON", 160_000, Td1(), "17067.3736"),
        # Credits of 5,600 are 704 above 4,896; a quarter of that is a further credit.
        ("AB", 100_000, Td1(total_claim=Decimal(70_000)), "3000"),
        # 0.064 × 1,501 of Canada employment amount, besides the basic amount.
        ("YT", 50_000, Td1(), "2051.006"),
    ],
)
def test_what_provinces_have_of_their_own(province: str, income: int, form: Td1, expected: str) -> None:
    assert provincial_tax(year(income), form, IN_2026.province(province), Trace()) == Decimal(expected)


@given(cents, cents, st.sampled_from(PERIODS), st.sampled_from(PROVINCES), editions)
def test_more_pay_never_means_less_tax(one: Decimal, other: Decimal, periods: int, province: str, edition: Tables) -> None:
    low, high = (deducted(Pay(periods=periods, income=income), province, edition) for income in sorted((one, other)))

    assert low.federal <= high.federal + SLACK
    assert low.provincial <= high.provincial + SLACK


@given(cents, cents, st.sampled_from(PERIODS), st.sampled_from(PROVINCES), editions, st.integers(0, 6000))
def test_every_step_is_explained(
    income: Decimal, bonus: Decimal, periods: int, province: str, edition: Tables, contributed: int
) -> None:
    trace = Trace()
    so_far = YearSoFar(pensionable=Decimal(contributed * 17), contributions=Decimal(contributed), premiums=Decimal(contributed))
    tax = deducted(Pay(periods=periods, income=income, bonus=bonus), province, edition, year=so_far, trace=trace)

    assert all(explain(trace.steps, SENTENCES))
    assert trace.steps[-1].result == f"{tax.total:f}"
    assert all(amount >= 0 and amount == amount.quantize(Decimal("0.01")) for amount in msgspec.structs.astuple(tax))


def test_pay_beyond_all_reason_is_still_exact() -> None:
    tax = deducted(Pay(periods=1, income=Decimal(10) ** 15))

    assert tax.federal == Decimal("329999999970667.94")
