"""Each category letter, and both methods for directors. Worked by hand from the published rates and thresholds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from payroll.engine.calculate import calculate, year_to_date
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import Trace
from payroll.statutory.uk.national_insurance import (
    CategoryNotKnown,
    DirectorsYear,
    EarningsPeriod,
    class_1,
    directors_annual,
    threshold_of,
)
from payroll.statutory.uk.pack import Profile, UnitedKingdom
from payroll.statutory.uk.tables import tables_of

TABLES = tables_of(date(2026, 4, 30)).national_insurance
NOBODY = DirectorsYear(Decimal(0), Decimal(0), Decimal(0))

# Of 6,000 a month 3,141 lie between 1,048 and 4,189, and 1,811 above.
STANDARD, MARRIED, DEFERRED, NONE = "287.50", "94.33", "99.04", "0.00"
# 15 % from 417, from 2,083 (freeports, investment zones), from 4,189 (under 21, apprentices, veterans).
ORDINARY, ZONE, YOUNG = "837.45", "587.55", "271.65"


@pytest.mark.parametrize(
    ("category", "employee", "employer"),
    [
        ("A", STANDARD, ORDINARY),
        ("B", MARRIED, ORDINARY),
        ("C", NONE, ORDINARY),
        ("D", DEFERRED, ZONE),
        ("E", MARRIED, ZONE),
        ("F", STANDARD, ZONE),
        ("H", STANDARD, YOUNG),
        ("I", MARRIED, ZONE),
        ("J", DEFERRED, ORDINARY),
        ("K", NONE, ZONE),
        ("L", DEFERRED, ZONE),
        ("M", STANDARD, YOUNG),
        ("N", STANDARD, ZONE),
        ("S", NONE, ZONE),
        ("V", STANDARD, YOUNG),
        ("X", NONE, NONE),
        ("Z", DEFERRED, YOUNG),
    ],
)
def test_every_category(category: str, employee: str, employer: str) -> None:
    owed = class_1(Decimal(6000), category, EarningsPeriod(1, 12), TABLES, Trace())

    assert (f"{owed.employee:f}", f"{owed.employer:f}") == (employee, employer)


def test_no_other_letter_is_taken() -> None:
    assert len(TABLES.employee_rates) == 17
    with pytest.raises(CategoryNotKnown, match="'Y' is not a National Insurance category letter"):
        class_1(Decimal(1), "Y", EarningsPeriod(1, 12), TABLES, Trace())


@pytest.mark.parametrize(
    ("length", "primary", "secondary", "upper"),
    [(1, 242, 96, 967), (2, 484, 193, 1934), (4, 967, 385, 3867), (26, 6285, 2500, 25135)],
)
def test_thresholds_of_several_weeks_go_up_to_the_pound(length: int, primary: int, secondary: int, upper: int) -> None:
    period = EarningsPeriod(length, 52)

    limits = (TABLES.primary_threshold, TABLES.secondary_threshold, TABLES.upper_earnings_limit)
    assert [threshold_of(limit, period) for limit in limits] == [primary, secondary, upper]


@pytest.mark.parametrize(
    ("earnings", "before", "employee", "employer"),
    [
        ("60000", NOBODY, "3210.60", "8250.00"),
        ("30000", DirectorsYear(Decimal(0), Decimal(0), Decimal(0), weeks=26), "1605.30", "4125.00"),
        ("10000", DirectorsYear(Decimal(50_000), Decimal("2994.40"), Decimal("6750.00")), "216.20", "1500.00"),
        ("12570", NOBODY, "0.00", "1135.50"),
        # A correction gives back what it had cost.
        ("-10000", DirectorsYear(Decimal(60_000), Decimal("3210.60"), Decimal("8250.00")), "-216.20", "-1500.00"),
    ],
)
def test_a_directors_year(earnings: str, before: DirectorsYear, employee: str, employer: str) -> None:
    owed = directors_annual(Decimal(earnings), "A", before, TABLES, Trace())

    assert (f"{owed.employee:f}", f"{owed.employer:f}") == (employee, employer)


@pytest.mark.parametrize("method", ["annual", "alternative"])
def test_both_methods_owe_the_same_for_a_whole_year(method: Any) -> None:
    """12 x 1,500 and a bonus of 40,000 in the last month."""
    pack, year = UnitedKingdom(), dict[str, Decimal]()
    plan = a_plan([a_component("salary", "base_pay", bases={"niable"})], pack=pack)
    for month in range(12):
        is_last = month == 11
        case = a_case(
            profile=Profile(tax_code="NT", director=method, is_last_of_year=is_last),
            pay_date=date(2026 + (month + 3) // 12, (month + 3) % 12 + 1, 28),
            values={"base_pay": Decimal(41_500 if is_last else 1500)},
            to_date=year,
        )
        year = year_to_date(case, calculate(case, plan, pack))

    assert (year["employee_ni"], year["employer_ni"]) == (Decimal("3170.60"), Decimal("7950.00"))
