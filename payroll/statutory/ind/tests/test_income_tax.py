"""India's income tax beyond the published cases: ages, residents, boundaries, and what holds for every salary."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace, explain
from payroll.statutory.ind.income_tax import TaxPayer, annual_tax, monthly_tax
from payroll.statutory.ind.sentences import SENTENCES
from payroll.statutory.ind.tables import Tables, all_tables, tables_of
from payroll.statutory.projection import YearOfPay
from payroll.statutory.tables import NoTables

TABLES = tables_of(date(2026, 4, 1))
rupees = st.integers(min_value=0, max_value=1_000_000_000).map(Decimal)
regimes = st.sampled_from(["new", "old"])
payers = st.builds(TaxPayer, regime=regimes, age_band=st.sampled_from(["under_60", "from_60", "from_80"]), resident=st.booleans())
years = st.sampled_from(all_tables())


@given(rupees, rupees, payers, years)
def test_more_salary_is_never_taxed_less_nor_more_than_it_grows(
    one: Decimal, other: Decimal, payer: TaxPayer, tables: Tables
) -> None:
    less, more = sorted([one, other])
    tax_of_less, tax_of_more = annual_tax(less, payer, tables, Trace()), annual_tax(more, payer, tables, Trace())

    assert tax_of_less.before_rounding <= tax_of_more.before_rounding
    # Marginal relief: the whole of what is earned above a limit at most, with cess on it; income is counted in tens.
    if not (payer.regime == "old" and payer.resident):
        assert tax_of_more.before_rounding - tax_of_less.before_rounding <= (more - less + 10) * Decimal("1.04") + 1


@given(rupees, payers, years)
def test_the_parts_make_the_total(salary: Decimal, payer: TaxPayer, tables: Tables) -> None:
    tax = annual_tax(salary, payer, tables, Trace())

    assert tax.total % 10 == 0
    assert abs(tax.total - tax.before_rounding) <= 5 + Decimal("0.99")
    assert tax.cess == half_up((tax.before_rounding - tax.cess) * Decimal("0.04"))
    assert 0 <= tax.total <= salary
    assert not tax.verified


@pytest.mark.parametrize(
    ("payer", "salary", "total"),
    [
        # Old regime, resident, 60 or 80: 3 and 5 lakh are free; the rebate ends at 5 lakh.
        (TaxPayer(regime="old", age_band="under_60"), "1050000", "117000"),
        (TaxPayer(regime="old", age_band="from_60"), "1050000", "114400"),
        (TaxPayer(regime="old", age_band="from_80"), "1050000", "104000"),
        (TaxPayer(regime="old", age_band="from_80", resident=False), "1050000", "117000"),
        (TaxPayer(regime="old"), "550000", "0"),
        (TaxPayer(regime="old", resident=False), "550000", "13000"),
        (TaxPayer(regime="old"), "550010", "13000"),
        (TaxPayer(regime="old", other_deductions=Decimal(150000)), "1050000", "85800"),
        # New regime: 12 lakh after the standard deduction is free, and one lakh more costs no more than that lakh.
        (TaxPayer(), "1275000", "0"),
        (TaxPayer(), "1275010", "10"),
        (TaxPayer(resident=False), "1275000", "62400"),
        (TaxPayer(age_band="from_80"), "1675000", "124800"),
        (TaxPayer(), "0", "0"),
        # 5 crore: 37 % in the old regime only; just above it, marginal relief.
        (TaxPayer(regime="old"), "60050000", "25379250"),
        (TaxPayer(), "60075000", "22854000"),
        (TaxPayer(regime="old"), "50060000", "19266650"),
    ],
)
def test_ages_residents_and_boundaries(payer: TaxPayer, salary: str, total: str) -> None:
    assert annual_tax(Decimal(salary), payer, TABLES, Trace()).total == Decimal(total)


@pytest.mark.parametrize(("gross", "taxable"), [("575004.99", "500000"), ("575005", "500010"), ("575014.99", "500010"), ("1", "0")])
def test_income_is_counted_in_tens(gross: str, taxable: str) -> None:
    assert annual_tax(Decimal(gross), TaxPayer(), TABLES, Trace()).taxable_income == Decimal(taxable)


def test_a_year_of_salary_with_a_raise_ends_at_its_annual_tax() -> None:
    taken = paid = Decimal(0)
    for month in range(12):
        salary = Decimal(150_000 if month < 6 else 200_000)
        year = YearOfPay(paid_before=paid, this_payment=salary, regular=salary, payments_left=12 - month, tax_taken=taken)
        taken += monthly_tax(year, TaxPayer(), TABLES, Trace())
        paid += salary

    assert taken == annual_tax(paid, TaxPayer(), TABLES, Trace()).total == Decimal(214_500)


def test_every_result_says_that_it_is_not_verified() -> None:
    trace = Trace()
    year = YearOfPay(paid_before=Decimal(0), this_payment=Decimal(1), regular=Decimal(1), payments_left=1, tax_taken=Decimal(0))
    monthly_tax(year, TaxPayer(), TABLES, trace)

    assert "Not verified" in explain(trace.steps, SENTENCES)[-1]


@pytest.mark.parametrize("pay_date", [date(2024, 3, 31), date(2027, 4, 1)])
def test_other_years_are_refused(pay_date: date) -> None:
    with pytest.raises(NoTables):
        tables_of(pay_date)


def test_the_worked_example_of_the_documentation() -> None:
    year = YearOfPay(
        paid_before=Decimal(0), this_payment=Decimal(107_500), regular=Decimal(107_500), payments_left=12, tax_taken=Decimal(0)
    )

    assert annual_tax(Decimal(1_290_000), TaxPayer(), TABLES, Trace()).total == Decimal(15_600)
    assert monthly_tax(year, TaxPayer(), TABLES, Trace()) == Decimal(1300)
