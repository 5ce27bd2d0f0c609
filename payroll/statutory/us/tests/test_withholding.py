"""Worksheet 1A line by line, and what must hold for every pay, certificate and year."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.tables import NoTables
from payroll.statutory.us.sentences import SENTENCES
from payroll.statutory.us.tables import Tables, Withholding, all_tables, tables_of
from payroll.statutory.us.w4 import FILING_STATUSES, NO_W4, W4, W4Before2020, W4NotValid
from payroll.statutory.us.withholding import income_tax, supplemental_flat

PERIODS = (1, 2, 4, 12, 24, 26, 52, 260)
# The publication prints thresholds in whole dollars, so a printed base differs from the sum of the rows before it by this at most.
PRINTED = Decimal("0.18")

cents = st.decimals(0, 1_000_000, places=2)
years = st.sampled_from(all_tables())
certificates = st.one_of(
    st.builds(
        W4,
        st.sampled_from(FILING_STATUSES),
        step_2_checkbox=st.booleans(),
        credits=st.decimals(0, 20_000, places=2),
        other_income=st.decimals(0, 50_000, places=2),
        deductions=st.decimals(0, 50_000, places=2),
        extra_withholding=st.decimals(0, 500, places=2),
    ),
    st.builds(W4Before2020, st.sampled_from(["single", "married"]), st.integers(0, 12), st.decimals(0, 500, places=2)),
)


def withholding_of(year: int) -> Withholding:
    return tables_of(date(year, 6, 30)).withholding


def tax(wages: str, periods: int, certificate: W4 | W4Before2020, year: int = 2026) -> Decimal:
    return income_tax(Decimal(wages), periods, certificate, withholding_of(year), Trace())


@pytest.mark.parametrize(
    ("wages", "periods", "certificate", "year", "expected"),
    [
        ("2000", 26, W4("single"), 2026, "156.15"),
        ("2000", 26, NO_W4, 2026, "156.15"),
        # 4,000 × 24 − 12,900 = 83,100; 7,443.00 a year is 310.13 a period; 4,400 of credits are 183.33.
        ("4000", 24, W4("married", credits=Decimal(4400)), 2025, "126.80"),
        # 1,000 × 52 − 2 × 4,300 = 43,400; 10 % above 19,300 is 2,410 a year.
        ("1000", 52, W4Before2020("married", allowances=2), 2026, "46.35"),
        ("1000", 52, W4Before2020("married", allowances=2, additional_amount=Decimal(10)), 2026, "56.35"),
        # 300 × 260 = 78,000, nothing on line 1g; 8,077.50 + 3,138 (24 % above 64,925) is 43.14 a day.
        ("300", 260, W4("head_of_household", step_2_checkbox=True), 2026, "43.14"),
        ("0", 12, W4("single"), 2024, "0.00"),
        ("0", 12, W4("single", extra_withholding=Decimal(25)), 2024, "25.00"),
        ("0", 12, W4("single", other_income=Decimal(60_000)), 2026, "418.33"),
        ("100000", 12, W4("single", exempt=True), 2026, "0.00"),
    ],
)
def test_worksheet_1a(wages: str, periods: int, certificate: W4 | W4Before2020, year: int, expected: str) -> None:
    assert tax(wages, periods, certificate, year) == Decimal(expected)


def test_credits_never_eat_extra_withholding() -> None:
    assert tax("1000", 52, W4("single", credits=Decimal(20_000), extra_withholding=Decimal("37.50"))) == Decimal("37.50")


@given(cents, cents, st.sampled_from(PERIODS), certificates, years)
def test_more_pay_never_means_less_tax(one: Decimal, other: Decimal, periods: int, certificate: W4, year: Tables) -> None:
    low, high = (income_tax(wages, periods, certificate, year.withholding, Trace()) for wages in sorted((one, other)))

    assert low <= high
    assert high == high.quantize(Decimal("0.01"))


@given(cents, st.sampled_from(PERIODS), certificates, years)
def test_every_step_is_explained(wages: Decimal, periods: int, certificate: W4, year: Tables) -> None:
    trace = Trace()
    result = income_tax(wages, periods, certificate, year.withholding, trace)

    assert trace.steps[-1].result == f"{result:f}"
    assert all(explain(trace.steps, SENTENCES))


@given(cents, st.sampled_from(PERIODS), st.sampled_from(["single", "married"]), st.integers(0, 98), years)
def test_an_allowance_never_costs(wages: Decimal, periods: int, status: str, allowances: int, year: Tables) -> None:
    fewer, more = (
        income_tax(wages, periods, W4Before2020(status, number), year.withholding, Trace())  # type: ignore[arg-type]
        for number in (allowances, allowances + 1)
    )

    assert more <= fewer


@pytest.mark.parametrize("year", all_tables(), ids=lambda year: year.edition.version)
def test_printed_rows_continue_each_other(year: Tables) -> None:
    schedules = [*year.withholding.standard.values(), *year.withholding.step_2_checkbox.values()]

    assert len(schedules) == 6
    for rows in schedules:
        assert rows[0].start == rows[0].rate == 0
        for below, above in pairwise(rows):
            assert below.start < above.start
            assert below.rate < above.rate
            assert abs(below.base + (above.start - below.start) * below.rate - above.base) <= PRINTED


@pytest.mark.parametrize(
    ("wages", "before", "expected"),
    [
        ("5000", "0", "1100.00"),
        ("5000", "999999", "1849.85"),
        ("1000000", "0", "220000.00"),
        ("1500000", "0", "405000.00"),
        ("10", "2000000", "3.70"),
        ("0", "0", "0.00"),
    ],
)
def test_supplemental_wages(wages: str, before: str, expected: str) -> None:
    assert supplemental_flat(Decimal(wages), Decimal(before), withholding_of(2026), Trace()) == Decimal(expected)


def test_pay_beyond_all_reason_is_still_exact() -> None:
    assert tax("1000000000000000", 260, W4("single")) == Decimal("369999999999807.69")


@pytest.mark.parametrize(
    "certificate",
    [
        lambda: W4("hoh"),  # type: ignore[arg-type]
        lambda: W4("single", deductions=Decimal(-1)),
        lambda: W4Before2020("head_of_household"),  # type: ignore[arg-type]
        lambda: W4Before2020("single", allowances=-1),
        lambda: W4Before2020("single", allowances=100),
        lambda: W4Before2020("single", additional_amount=Decimal(-5)),
    ],
)
def test_what_no_form_says_is_refused(certificate: object) -> None:
    with pytest.raises(W4NotValid, match=r"Form W-4|number of allowances"):
        certificate()  # type: ignore[operator]


@pytest.mark.parametrize("pay_date", [date(2023, 12, 31), date(2027, 1, 1)])
def test_a_year_without_figures_is_refused(pay_date: date) -> None:
    with pytest.raises(NoTables, match="no statutory figures of us"):
        tables_of(pay_date)
