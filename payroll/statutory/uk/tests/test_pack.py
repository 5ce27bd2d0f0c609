"""A British payslip from gross to net, and where a date lies in the tax year."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.jobs import beside
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.packs import counted_together
from payroll.statutory.tables import NoTables
from payroll.statutory.uk.pack import FrequencyNotKnown, Profile, UnitedKingdom, ends_tax_year, tax_period
from payroll.statutory.uk.pension_enrolment import Scheme, Treatment
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
    assert told[0] == "Salary: base pay makes 3000.00 with base pay = 3000.00 (contract of 1 April 2026)."
    assert told[-1] == "The employer's cost is 3000.00: gross 3000.00 and contributions of 0.00."


SCHEME = Scheme(employee_share=Decimal("0.05"), employer_share=Decimal("0.03"))


def in_a_scheme(treatment: Treatment, **fields: Any) -> Result:
    profile = Profile(tax_code="1257L", pension=msgspec.structs.replace(SCHEME, treatment=treatment))
    plan = a_plan([a_component("salary", "base_pay", bases=PACK.bases)], pack=PACK)
    return calculate(a_case(profile=profile, **fields), plan, PACK)


@pytest.mark.parametrize(
    ("treatment", "lines", "bases", "net", "employer_cost"),
    [
        (
            "relief_at_source",
            {"workplace_pension": "99.20", "pension_tax_relief": "24.80", "employer_workplace_pension": "74.40"},
            ("3000.00", "3000.00"),
            "2354.44",
            "3461.85",
        ),
        # 3,000 - 124 is taxed: 365.40 of 1,827.
        (
            "net_pay",
            {"workplace_pension": "124.00", "employer_workplace_pension": "74.40"},
            ("2876.00", "3000.00"),
            "2354.44",
            "3461.85",
        ),
        # Nor is the 124 liable to National Insurance: 8 % of 1,828, 15 % of 2,459.
        (
            "salary_sacrifice",
            {"pension_sacrifice": "-124.00", "employer_workplace_pension": "198.40"},
            ("2876.00", "2876.00"),
            "2364.36",
            "3443.25",
        ),
    ],
)
def test_a_pension_is_taken_off_what_the_law_says(
    treatment: Treatment, lines: dict[str, str], bases: tuple[str, str], net: str, employer_cost: str
) -> None:
    result = in_a_scheme(treatment)

    assert {line.code: f"{line.amount:f}" for line in result.lines if "pension" in line.code} == lines
    assert (f"{result.bases['taxable']:f}", f"{result.bases['niable']:f}") == bases
    assert (f"{result.net:f}", f"{result.employer_cost:f}") == (net, employer_cost)
    assert all(explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES}))


def test_pay_given_up_is_no_gross_pay_and_counts_in_no_year() -> None:
    result = in_a_scheme("salary_sacrifice")

    assert result.gross == Decimal("2876.00")
    assert year_to_date(a_case(), result)["taxable"] == Decimal("2876.00")
    assert sum(line.amount for line in result.lines if line.code == "employee_ni") == Decimal("146.24")


@pytest.mark.parametrize(
    ("code", "has_own_tax_code", "tax"),
    [
        # 2,400 in all: 1,351 after free pay, of which the first job's 151 paid 30.20.
        ("1257L", False, "240.00"),
        ("BR", True, "240.00"),
        ("D0", True, "480.00"),
    ],
)
def test_a_second_job_shares_national_insurance(code: str, has_own_tax_code: bool, tax: str) -> None:
    """1,200 each: 8 % of 152 in the first, and of 2,400 - 1,048 in both."""
    first = calculate(a_case(profile=Profile(tax_code="1257L"), values={"base_pay": Decimal(1200)}), PLAN, PACK)
    made = beside([first], counted_together("GB", has_own_tax_code=has_own_tax_code))

    second = calculate(a_case(profile=Profile(tax_code=code), values={"base_pay": Decimal(1200)}, beside=made), PLAN, PACK)

    amounts = {line.code: f"{line.amount:f}" for line in second.lines}
    assert amounts["income_tax"] == tax
    assert amounts["employee_ni"] == "96.00"
    assert amounts["employer_ni"] == "180.00"


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


@pytest.mark.parametrize(
    ("pay_date", "length", "of_year", "ends"),
    [
        (date(2026, 4, 30), 1, 12, False),
        (date(2027, 3, 5), 1, 12, False),
        (date(2027, 3, 31), 1, 12, True),
        (date(2027, 4, 5), 1, 12, True),
        (date(2027, 3, 26), 1, 52, False),
        (date(2027, 4, 2), 1, 52, True),
        (date(2027, 3, 26), 2, 52, True),
        (date(2027, 3, 5), 4, 52, False),
        (date(2027, 4, 5), 4, 52, True),
    ],
)
def test_the_last_payment_of_a_tax_year(pay_date: date, length: int, of_year: int, ends: bool) -> None:
    assert ends_tax_year(pay_date, length, of_year) is ends


def test_a_director_by_the_alternative_method_is_settled_in_march() -> None:
    """Eleven months of 3,000 bore 156.16 each; the year's 36,000 owe 8 % of 23,430, which is 1,874.40."""
    profile = Profile(tax_code="1257L", director="alternative")
    to_date = {"niable": Decimal(33_000), "taxable": Decimal(33_000), "employee_ni": Decimal("1717.76")}

    def contribution(pay_date: date) -> str:
        result = calculate(a_case(profile=profile, pay_date=pay_date, to_date=to_date), PLAN, PACK)
        return f"{ {line.code: line.amount for line in result.lines}['employee_ni']:f}"

    assert contribution(date(2027, 2, 26)) == "156.16"
    assert contribution(date(2027, 3, 31)) == "156.64"
