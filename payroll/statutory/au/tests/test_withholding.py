"""PAYG withholding beyond the published samples: boundaries, and what holds for every amount."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.sentences import SENTENCES
from payroll.statutory.au.tables import all_tables, tables_of
from payroll.statutory.au.withholding import (
    FrequencyNotPublished,
    ScaleNotKnown,
    StudyLoanNotKnown,
    WorkingHolidayYear,
    schedule_1,
    study_loan_component,
    study_loan_repayment,
    withhold,
    without_number,
    working_holiday_maker,
)
from payroll.statutory.proof import is_verified
from payroll.statutory.tables import NoTables

TABLES = tables_of(date(2026, 7, 1))
earnings = st.decimals(min_value=0, max_value=100_000, places=2)
scales = st.sampled_from(["1", "2", "3", "5", "6"])
frequencies = st.sampled_from(["weekly", "fortnightly", "fourweekly", "monthly", "quarterly"])
RESIDENT = Declaration(tax_file_number="quoted", claims_tax_free_threshold=True)


@given(earnings, scales, frequencies, st.sampled_from(all_tables()))
def test_is_whole_dollars_and_never_more_than_the_payment(pay: Decimal, scale: str, frequency: str, tables: object) -> None:
    tax = schedule_1(pay, frequency, scale, tables, Trace())  # type: ignore[arg-type]

    assert tax == tax.to_integral_value()
    assert 0 <= tax <= pay + 1


@given(earnings, earnings, scales, frequencies)
def test_more_pay_is_never_withheld_less_but_for_the_rounding_of_coefficients(
    one: Decimal, other: Decimal, scale: str, frequency: str
) -> None:
    less, more = sorted([one, other])

    assert schedule_1(less, frequency, scale, TABLES, Trace()) <= schedule_1(more, frequency, scale, TABLES, Trace())


@given(earnings, scales)
def test_other_periods_are_so_many_weeks(pay: Decimal, scale: str) -> None:
    a_week = schedule_1(pay, "weekly", scale, TABLES, Trace())

    assert schedule_1(pay * 2, "fortnightly", scale, TABLES, Trace()) == a_week * 2
    assert schedule_1(pay * 4, "fourweekly", scale, TABLES, Trace()) == a_week * 4
    assert schedule_1(pay * 13, "quarterly", scale, TABLES, Trace()) == a_week * 13


@given(earnings, scales, frequencies)
def test_a_study_loan_never_lowers_what_is_withheld(pay: Decimal, scale: str, frequency: str) -> None:
    assert 0 <= study_loan_component(pay, frequency, scale, TABLES, Trace()) <= pay / 5


@given(earnings, earnings, earnings)
def test_a_working_holiday_makers_year_is_taxed_alike_however_it_is_split(before: Decimal, one: Decimal, other: Decimal) -> None:
    together = working_holiday_maker(one + other, before, TABLES, Trace())
    apart = working_holiday_maker(one, before, TABLES, Trace()) + working_holiday_maker(other, before + one, TABLES, Trace())

    assert abs(together - apart) <= 1


@pytest.mark.parametrize(
    ("pay", "before", "tax"),
    [
        ("1000", "44000", "150"),
        ("1000", "44500", "225"),
        ("1000", "45000", "300"),
        ("1000", "134500", "335"),
        ("1000", "190000", "450"),
        ("200000", "0", "58600"),
        ("3.33", "0", "0"),
        ("3.34", "0", "1"),
        ("-10", "0", "0"),
    ],
)
def test_a_working_holiday_maker_pays_the_rate_of_each_part(pay: str, before: str, tax: str) -> None:
    assert working_holiday_maker(Decimal(pay), Decimal(before), TABLES, Trace()) == Decimal(tax)


@pytest.mark.parametrize(("before", "verified"), [("0", True), ("44000", True), ("44000.01", False), ("150000", False)])
def test_only_the_first_band_of_working_holiday_makers_is_proven(before: str, verified: bool) -> None:
    trace = Trace()
    working_holiday_maker(Decimal(1000), Decimal(before), TABLES, trace)

    assert is_verified(trace.steps) is verified


@pytest.mark.parametrize(("is_foreign", "tax"), [(False, "470"), (True, "450")])
def test_without_a_tax_file_number_cents_are_left_out(is_foreign: bool, tax: str) -> None:
    assert without_number(Decimal("1000.99"), is_foreign=is_foreign, tables=TABLES, trace=Trace()) == Decimal(tax)


@pytest.mark.parametrize(
    ("income", "repayment"),
    [
        ("69528", "0"),
        ("69529", "0.15"),
        ("129717", "9028.35"),
        ("129718", "9028.17"),
        ("186050", "18604.61"),
        ("186051", "18605.10"),
    ],
)
def test_a_years_repayment_at_its_boundaries(income: str, repayment: str) -> None:
    assert study_loan_repayment(Decimal(income), TABLES, Trace()) == Decimal(repayment)


@pytest.mark.parametrize(
    ("declaration", "year", "tax", "loan"),
    [
        (RESIDENT, None, "138", "0"),
        (Declaration(), None, "470", "0"),
        (Declaration(residency="foreign_resident"), None, "450", "0"),
        (Declaration(tax_file_number="quoted", residency="working_holiday_maker"), WorkingHolidayYear(Decimal(0)), "150", "0"),
        (
            Declaration(tax_file_number="quoted", residency="working_holiday_maker"),
            WorkingHolidayYear(Decimal(0), False),
            "300",
            "0",
        ),
        (Declaration(tax_file_number="quoted", residency="working_holiday_maker"), None, "300", "0"),
        (Declaration(residency="working_holiday_maker"), WorkingHolidayYear(Decimal(0)), "450", "0"),
        (Declaration(tax_file_number="quoted", has_study_loan=True), None, "249", "2"),
        (Declaration(tax_file_number="quoted", residency="working_holiday_maker", has_study_loan=True), None, "300", "0"),
        (Declaration(has_study_loan=True), None, "470", "0"),
    ],
)
def test_the_declaration_decides(declaration: Declaration, year: WorkingHolidayYear | None, tax: str, loan: str) -> None:
    taken = withhold(Decimal("1000.99"), "weekly", declaration, TABLES, Trace(), year)

    assert (taken.tax, taken.study_loan, taken.verified) == (Decimal(tax), Decimal(loan), True)


def test_unverified_years_say_so() -> None:
    tables, trace = tables_of(date(2025, 12, 1)), Trace()
    declaration = Declaration(tax_file_number="quoted", claims_tax_free_threshold=True, has_study_loan=True)

    taken = withhold(Decimal(2000), "weekly", declaration, tables, trace)

    assert not taken.verified
    sentences = explain(trace.steps, SENTENCES)
    assert sum("Not verified" in sentence and "2025-26" in sentence for sentence in sentences) == 2


@pytest.mark.parametrize(("pay_date", "scale"), [(date(2025, 9, 23), "2"), (date(2025, 9, 24), "1"), (date(2024, 7, 1), "2")])
def test_study_loans_that_are_not_known_are_not_guessed(pay_date: date, scale: str) -> None:
    with pytest.raises(StudyLoanNotKnown, match="Work it out with the ATO's calculator"):
        study_loan_component(Decimal(2000), "weekly", scale, tables_of(pay_date), Trace())


def test_the_repayment_of_a_year_that_is_not_known_is_refused() -> None:
    with pytest.raises(StudyLoanNotKnown):
        study_loan_repayment(Decimal(90_000), tables_of(date(2025, 7, 1)), Trace())


def test_what_is_not_published_is_refused() -> None:
    with pytest.raises(FrequencyNotPublished, match="no withholding for halfmonthly payments"):
        schedule_1(Decimal(1000), "halfmonthly", "2", TABLES, Trace())
    with pytest.raises(ScaleNotKnown, match="Use one of 1, 2, 3, 5, 6"):
        schedule_1(Decimal(1000), "weekly", "7", TABLES, Trace())
    with pytest.raises(ScaleNotKnown):
        study_loan_component(Decimal(1000), "weekly", "4", TABLES, Trace())


@pytest.mark.parametrize("pay_date", [date(2024, 6, 30), date(2027, 7, 1)])
def test_other_years_are_refused(pay_date: date) -> None:
    with pytest.raises(NoTables):
        tables_of(pay_date)


def test_every_day_of_three_years_has_figures() -> None:
    starts = [each.edition.effective_from.isoformat() for each in all_tables()]
    ends = [each.edition.effective_to.isoformat() for each in all_tables()]

    assert starts == ["2024-07-01", "2025-07-01", "2025-09-24", "2026-07-01"]
    assert ends == ["2025-06-30", "2025-09-23", "2026-06-30", "2027-06-30"]
