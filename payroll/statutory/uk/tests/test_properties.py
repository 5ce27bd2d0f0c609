"""What holds for every payment, whatever the code, category or period."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace
from payroll.statutory.uk.income_tax import PayeCase, TaxPeriod, income_tax
from payroll.statutory.uk.national_insurance import EarningsPeriod, class_1
from payroll.statutory.uk.student_loans import student_loan
from payroll.statutory.uk.tables import tables_of
from payroll.statutory.uk.tax_codes import read_tax_code

TABLES = tables_of(date(2026, 4, 30))
money = st.decimals(min_value=0, max_value=200_000, places=2)
codes = st.sampled_from(["1257L", "S1257L", "C1257L", "K475", "SK1200", "0T", "BR", "D0", "D1", "SD3", "NT", "5000L", "45L"]).map(
    read_tax_code
)
periods = st.sampled_from([(1, 52), (2, 52), (4, 52), (1, 12)]).flatmap(
    lambda kind: st.integers(min_value=1, max_value=kind[1] // kind[0]).map(
        lambda number: TaxPeriod(number=number * kind[0], length=kind[0], of_year=kind[1])
    )
)
cases = st.builds(PayeCase, code=codes, period=periods, pay=money, pay_to_date=money, tax_to_date=money)
earnings_periods = st.sampled_from([EarningsPeriod(1, 52), EarningsPeriod(2, 52), EarningsPeriod(4, 52), EarningsPeriod(1, 12)])
categories = st.sampled_from(sorted(TABLES.national_insurance.employee_rates))


def tax(case: PayeCase) -> Decimal:
    return income_tax(case, TABLES.income_tax, Trace())


@given(cases, money)
def test_more_pay_is_never_taxed_less(case: PayeCase, more: Decimal) -> None:
    assert tax(case) <= tax(msgspec.structs.replace(case, pay=case.pay + more))


@given(cases)
def test_tax_is_never_over_half_of_the_payment(case: PayeCase) -> None:
    assert tax(case) <= case.pay * TABLES.income_tax.overriding_limit


@given(cases)
def test_week_1_and_month_1_never_refund_and_look_at_no_other_payment(case: PayeCase) -> None:
    alone = msgspec.structs.replace(case, code=msgspec.structs.replace(case.code, non_cumulative=True))

    assert tax(alone) >= 0
    assert tax(alone) == tax(msgspec.structs.replace(alone, pay_to_date=Decimal(0), tax_to_date=Decimal(0)))


@given(cases)
def test_a_refund_is_never_more_than_was_taken(case: PayeCase) -> None:
    assert tax(case) >= -case.tax_to_date


@given(money, money, categories, earnings_periods)
def test_more_earnings_never_owe_less_national_insurance(
    one: Decimal, other: Decimal, category: str, period: EarningsPeriod
) -> None:
    less, more = (class_1(each, category, period, TABLES.national_insurance, Trace()) for each in sorted([one, other]))

    assert 0 <= less.employee <= more.employee
    assert 0 <= less.employer <= more.employer


@given(money, categories, earnings_periods)
def test_national_insurance_is_never_above_its_rates(earnings: Decimal, category: str, period: EarningsPeriod) -> None:
    owed = class_1(earnings, category, period, TABLES.national_insurance, Trace())

    assert owed.employee <= earnings * max(TABLES.national_insurance.employee_rates[category])
    assert owed.employer <= earnings * TABLES.national_insurance.employer_rate


@given(
    money, money, st.sampled_from(sorted(TABLES.student_loans.thresholds)), st.sampled_from([(1, 52), (2, 52), (4, 52), (1, 12)])
)
def test_more_earnings_never_repay_less_of_a_student_loan(one: Decimal, other: Decimal, plan: str, kind: tuple[int, int]) -> None:
    less, more = (student_loan([plan], each, *kind, TABLES.student_loans, Trace()) for each in sorted([one, other]))

    assert 0 <= less <= more
    assert more == more.to_integral_value()
