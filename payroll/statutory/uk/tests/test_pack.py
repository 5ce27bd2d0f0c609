"""A British payslip from gross to net, and where a date lies in the tax year."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from payroll.engine.calculate import calculate
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.tables import NoTables
from payroll.statutory.uk.pack import FrequencyNotKnown, Profile, UnitedKingdom, tax_period
from payroll.statutory.uk.sentences import SENTENCES
from payroll.statutory.uk.tax_codes import TaxCodeNotValid

PACK = UnitedKingdom()
PLAN = a_plan([a_component("salary", "base_pay", bases={"taxable", "niable"})], pack=PACK)


def test_a_month_of_3000_pounds() -> None:
    result = calculate(a_case(profile=Profile(tax_code="1257L", student_loans=("plan2",))), PLAN, PACK)

    assert {line.code: line.amount for line in result.lines} == {
        "salary": Decimal("3000.00"),
        "income_tax": Decimal("390.20"),
        "employee_ni": Decimal("156.16"),
        "employer_ni": Decimal("387.45"),
        "student_loan": Decimal("49.00"),
    }
    assert (result.net, result.employer_cost) == (Decimal("2404.64"), Decimal("3387.45"))


def test_the_second_month_counts_the_first() -> None:
    to_date = {"taxable": Decimal("3000.00"), "income_tax": Decimal("390.20"), "salary": Decimal("3000.00")}
    result = calculate(a_case(profile=Profile(tax_code="1257L"), pay_date=date(2026, 5, 31), to_date=to_date), PLAN, PACK)

    tax = next(line for line in result.lines if line.code == "income_tax")
    assert (tax.amount, tax.to_date) == (Decimal("390.40"), Decimal("780.60"))


def test_every_step_has_words() -> None:
    result = calculate(a_case(profile=Profile(tax_code="K475", director="annual")), PLAN, PACK)

    told = explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES})
    assert told[0] == "Salary: base_pay makes 3000.00 with base_pay = 3000.00 (contract of 1 April 2026)."
    assert told[-1] == "The employer's cost is 3000.00: gross 3000.00 and contributions of 0.00."


@pytest.mark.parametrize(
    ("profile", "changes", "error"),
    [
        (Profile(tax_code="1257Q"), {}, TaxCodeNotValid),
        (Profile(tax_code="1257L"), {"pay_date": date(2031, 1, 1)}, NoTables),
        (Profile(tax_code="1257L"), {"frequency": "daily"}, FrequencyNotKnown),
    ],
)
def test_what_the_law_cannot_be_applied_to_is_named(profile: Profile, changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        calculate(a_case(profile=profile, **changes), PLAN, PACK)


@pytest.mark.parametrize(
    ("pay_date", "length", "of_year", "number"),
    [
        (date(2026, 4, 6), 1, 52, 1),
        (date(2026, 4, 12), 1, 52, 1),
        (date(2026, 4, 13), 1, 52, 2),
        (date(2027, 4, 5), 1, 52, 53),
        (date(2026, 4, 6), 2, 52, 2),
        (date(2027, 4, 5), 2, 52, 54),
        (date(2027, 4, 5), 4, 52, 56),
        (date(2026, 4, 6), 1, 12, 1),
        (date(2026, 5, 5), 1, 12, 1),
        (date(2026, 5, 6), 1, 12, 2),
        (date(2027, 1, 5), 1, 12, 9),
        (date(2027, 4, 5), 1, 12, 12),
    ],
)
def test_the_period_of_a_payment(pay_date: date, length: int, of_year: int, number: int) -> None:
    assert tax_period(pay_date, length, of_year).number == number
