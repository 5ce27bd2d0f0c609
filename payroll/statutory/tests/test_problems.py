"""What a person's form or a date does to a payment: a problem of that person, with how to fix it, and nobody else's."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from payroll.engine.calculate import Payment, Result, calculate_many
from payroll.engine.problems import Problem
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.pack import Profile as AustralianProfile
from payroll.statutory.ca.pack import Profile as CanadianProfile
from payroll.statutory.ca.td1 import Td1
from payroll.statutory.packs import COUNTRIES, pack_of, profile_type
from payroll.statutory.uk.pack import Profile as BritishProfile
from payroll.statutory.us.pack import Profile as AmericanProfile
from payroll.statutory.us.w4 import W4, W4Before2020

IN_2026 = date(2026, 6, 30)


def payment(country: str, profile: Callable[[], Any], **fields: Any) -> Callable[[], Payment]:
    pack = pack_of(country)

    def prepare() -> Payment:
        plan = a_plan([a_component("salary", "base_pay", bases={"taxable"})], pack=pack)
        given: dict[str, Any] = {"currency": pack.currency or "EUR", "pay_date": IN_2026} | fields
        return Payment(a_case(profile=profile(), **given), plan, pack)

    return prepare


GOOD = payment("GB", lambda: BritishProfile(tax_code="1257L"))
PROBLEMS: dict[str, tuple[Callable[[], Payment], str, str, str]] = {
    "a tax code mistyped": (
        payment("GB", lambda: BritishProfile(tax_code="1257Q")),
        "TaxCodeNotValid",
        "'1257Q' is not a tax code.",
        "as on HMRC's notice",
    ),
    "a letter mistyped": (
        payment("GB", lambda: BritishProfile(tax_code="1257L", ni_category="Q")),
        "CategoryNotKnown",
        "National Insurance cannot be worked out.",
        "Use one of A, B, C",
    ),
    "a loan plan mistyped": (
        payment("GB", lambda: BritishProfile(tax_code="1257L", student_loans=("plan3",))),
        "PlanNotCollected",
        "The student loan deduction",
        "the plan of the start notice",
    ),
    "a W-4 from 2019 of somebody hired since": (
        payment("US", lambda: AmericanProfile(w4=W4Before2020("single", 2), first_paid=date(2024, 1, 5))),
        "W4NotValid",
        "The Form W-4 cannot be used.",
        "Ask for a current Form W-4",
    ),
    "a W-4 from 2019 entered on the form since 2020": (
        payment("US", lambda: AmericanProfile(w4=W4("single"), w4_signed=date(2019, 3, 1))),
        "W4NotValid",
        "The Form W-4 cannot be used.",
        "by the lines of the form from 2019 or before",
    ),
    "a filing status of the other form": (
        payment("US", lambda: AmericanProfile(w4=W4Before2020("head_of_household"))),  # type: ignore[arg-type]
        "W4NotValid",
        "The Form W-4 cannot be used.",
        "Use one of single, married",
    ),
    "a claim code that no form has": (
        payment("CA", lambda: CanadianProfile(province="ON", federal=Td1(claim_code=11))),
        "Td1NotValid",
        "Form TD1 cannot be used.",
        "Enter 0 to 10",
    ),
    "Quebec": (
        payment("CA", lambda: CanadianProfile(province="QC")),
        "ProvinceNotCovered",
        "There are no figures of 'QC'",
        "Choose another province",
    ),
    "answers that exclude each other": (
        payment(
            "AU", lambda: AustralianProfile(declaration=Declaration(residency="foreign_resident", claims_tax_free_threshold=True))
        ),
        "DeclarationNotConsistent",
        "contradicts itself",
        "Ask for a corrected declaration",
    ),
    "a country's currency": (
        payment("GB", lambda: BritishProfile(tax_code="1257L"), currency="EUR"),
        "CurrencyNotOfCountry",
        "Pay in EUR cannot be taxed.",
        "Calculate the payment in GBP",
    ),
    "a country without a table": (
        payment("FR", lambda: None),
        "StructureNotValid",
        "The structure cannot be calculated.",
        "Correct these components",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_form_stops_its_person_and_nobody_else(name: str) -> None:
    prepare, code, what, fix = PROBLEMS[name]

    (_first, before), (_second, problem), (_third, after) = calculate_many(enumerate([GOOD, prepare, GOOD]))

    assert isinstance(before, Result)
    assert isinstance(after, Result)
    assert isinstance(problem, Problem)
    assert (problem.code, what in problem.what, fix in problem.fix) == (code, True, True), str(problem)
    assert problem.why


@pytest.mark.parametrize("country", COUNTRIES)
def test_whose_details_are_missing_is_told_so(country: str) -> None:
    ((_key, problem),) = calculate_many([(1, payment(country, lambda: None))])

    assert isinstance(problem, Problem)
    assert problem.code == "ProfileMissing"


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("pay_date", [date(1999, 1, 1), date(2099, 1, 1)])
def test_a_date_outside_every_pack_is_never_a_guess(country: str, pay_date: date) -> None:
    asked = {"GB": {"tax_code": "1257L"}, "CA": {"province": "ON"}}.get(country, {})
    ((_key, problem),) = calculate_many([(1, payment(country, lambda: profile_type(country)(**asked), pay_date=pay_date))])

    assert isinstance(problem, Problem)
    assert (problem.code, problem.why) == ("NoTables", "Figures of another year would be a guess.")
    assert str(pay_date) in problem.what


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_year_to_date_below_zero_is_a_problem_of_every_country(country: str) -> None:
    ((_key, problem),) = calculate_many([(1, payment(country, lambda: None, to_date={"taxable": Decimal(-1)}))])

    assert isinstance(problem, Problem)
    assert problem.code == "NegativeYearToDate"
