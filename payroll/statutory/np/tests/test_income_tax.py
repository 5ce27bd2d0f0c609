"""Nepal's income tax beyond the published cases, and the Social Security Fund."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.np.income_tax import ReliefsNotKnown, TaxPayer, annual_tax, tax_of_payment, taxable_income
from payroll.statutory.np.sentences import SENTENCES
from payroll.statutory.np.social_security_fund import social_security_fund
from payroll.statutory.np.tables import Tables, all_tables, tables_of
from payroll.statutory.projection import YearOfPay
from payroll.statutory.tables import NoTables

OLD, NEW = tables_of(date(2026, 7, 16)), tables_of(date(2026, 7, 17))
rupees = st.decimals(min_value=0, max_value=1_000_000_000, places=2)
payers = st.builds(TaxPayer, assessment=st.sampled_from(["single", "couple"]), in_social_security_fund=st.booleans())


@given(rupees, rupees, payers, st.sampled_from(all_tables()))
def test_more_income_is_never_taxed_less_nor_above_the_highest_rate(
    one: Decimal, other: Decimal, payer: TaxPayer, tables: Tables
) -> None:
    less, more = sorted([one, other])
    growth = annual_tax(more, payer, tables, Trace()).total - annual_tax(less, payer, tables, Trace()).total
    highest = tables.bands[payer.assessment][-1].rate

    assert 0 <= growth <= (more - less) * highest + Decimal("0.10")


@given(rupees, payers, st.sampled_from(all_tables()))
def test_the_fund_saves_the_social_security_tax_and_nothing_else(income: Decimal, payer: TaxPayer, tables: Tables) -> None:
    outside = annual_tax(income, TaxPayer(assessment=payer.assessment), tables, Trace())
    inside = annual_tax(income, TaxPayer(assessment=payer.assessment, in_social_security_fund=True), tables, Trace())

    assert inside.social_security_tax == 0
    assert outside.total - inside.total == outside.social_security_tax
    assert inside.income_tax == outside.income_tax


def test_couples_and_single_people_are_alike_since_2083() -> None:
    assert NEW.bands["single"] == NEW.bands["couple"]
    assert OLD.bands["single"] != OLD.bands["couple"]


@pytest.mark.parametrize(
    ("payer", "income", "left"),
    [
        (TaxPayer(), "900000", "900000"),
        (TaxPayer(retirement_contributions=Decimal(400_000)), "1200000", "900000"),
        (TaxPayer(retirement_contributions=Decimal(400_000), in_social_security_fund=True), "1200000", "800000"),
        (TaxPayer(retirement_contributions=Decimal(400_000)), "300000", "200000"),
        (TaxPayer(life_insurance=Decimal(50_000), health_insurance=Decimal(50_000)), "900000", "840000"),
        (TaxPayer(), "-10", "0"),
    ],
)
def test_reliefs_are_limited(payer: TaxPayer, income: str, left: str) -> None:
    assert taxable_income(Decimal(income), payer, OLD, Trace()) == Decimal(left)


def test_women_with_employment_income_only_are_let_off_a_tenth() -> None:
    tax = annual_tax(Decimal(1_000_000), TaxPayer(is_woman_with_employment_income_only=True), OLD, Trace())

    assert (tax.rebate, tax.total) == (Decimal("8500.00"), Decimal("76500.00"))


@pytest.mark.parametrize("payer", [TaxPayer(life_insurance=Decimal(1)), TaxPayer(is_woman_with_employment_income_only=True)])
def test_reliefs_that_are_not_known_are_not_guessed(payer: TaxPayer) -> None:
    with pytest.raises(ReliefsNotKnown, match="2083/84"):
        annual_tax(taxable_income(Decimal(2_000_000), payer, NEW, Trace()), payer, NEW, Trace())


def test_a_payment_carries_its_share_and_says_that_it_is_not_verified() -> None:
    trace = Trace()
    year = YearOfPay(
        paid_before=Decimal(0), this_payment=Decimal(100_000), regular=Decimal(100_000), payments_left=12, tax_taken=Decimal(0)
    )

    assert tax_of_payment(year, TaxPayer(), NEW, trace) == Decimal(2500)
    assert "Not verified: 2500 " in explain(trace.steps, SENTENCES)[-1]


@pytest.mark.parametrize(
    ("basic", "parts"), [("30000", ("3300.00", "6000.00")), ("33333.33", ("3666.67", "6666.67")), ("-1", ("0.00", "0.00"))]
)
def test_the_social_security_fund(basic: str, parts: tuple) -> None:
    trace = Trace()
    paid = social_security_fund(Decimal(basic), NEW, trace)

    assert (paid.employee, paid.employer) == tuple(map(Decimal, parts))
    assert "Not verified" in explain(trace.steps, SENTENCES)[-1]


@pytest.mark.parametrize("pay_date", [date(2023, 7, 16), date(2027, 7, 17)])
def test_other_years_are_refused(pay_date: date) -> None:
    with pytest.raises(NoTables):
        tables_of(pay_date)
