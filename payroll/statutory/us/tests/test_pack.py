"""An American payslip from gross to net, and which Form W-4 may be used."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case as any_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.us.pack import FrequencyNotKnown, Profile, UnitedStates
from payroll.statutory.us.sentences import SENTENCES
from payroll.statutory.us.states import StateBracket, StateClaim, StateTable, StateTableMissing, table_of
from payroll.statutory.us.w4 import W4, W4Before2020, W4NotValid

FLAT = StateTable("IL", "flat", (StateBracket(Decimal(0), Decimal("0.0495")),), effective_to=date(2026, 12, 31))
PACK = UnitedStates([FLAT])
ALL = {"taxable", "fica_wages", "futa_wages", "state_taxable"}
PLAN = a_plan(
    [
        a_component("salary", "base_pay", bases=ALL),
        a_component("bonus", "overtime_hours", bases={"supplemental", "fica_wages", "futa_wages"}),
        a_component("retirement_plan", "base_pay * 0.05", "deduction", bases={"taxable", "state_taxable"}),
    ],
    pack=PACK,
)
a_case = partial(any_case, currency="USD", frequency="fortnightly", pay_date=date(2026, 8, 7))


def paid(profile: Profile | None = None, salary: str = "2000", bonus: str = "0", **fields: Any) -> Result:
    values = {"base_pay": Decimal(salary), "overtime_hours": Decimal(bonus)}
    return calculate(a_case(profile=profile or Profile(), values=values, **fields), PLAN, PACK)


def amounts(result: Result) -> dict[str, str]:
    return {line.code: f"{line.amount:f}" for line in result.lines if line.is_statutory and line.amount}


def test_two_weeks_of_2000_dollars() -> None:
    """1,900 x 26 = 49,400, less 8,600: 40,800; 1,240 and 12 % of 20,900 are 3,748 a year."""
    result = paid(Profile(state=StateClaim("IL")))

    assert amounts(result) == {
        "federal_income_tax": "144.15",
        "social_security": "124.00",
        "medicare": "29.00",
        "employer_social_security": "124.00",
        "employer_medicare": "29.00",
        "employer_futa": "12.00",
        "state_income_tax": "94.05",
    }
    assert (result.net, result.employer_cost) == (Decimal("1508.80"), Decimal("2165.00"))
    assert all(explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES}))


@pytest.mark.parametrize(
    ("claims", "pay_date", "said"),
    [
        ({"state": StateClaim("OH")}, date(2026, 8, 7), "Tax for Ohio cannot be withheld. There is no table of your company’s own"),
        ({"locality": StateClaim("NYC")}, date(2026, 8, 7), "Tax for NYC cannot be withheld"),
        ({"state": StateClaim("IL")}, date(2025, 8, 7), None),
    ],
)
def test_a_state_without_a_table_for_the_day_is_a_problem(claims: dict[str, Any], pay_date: date, said: str | None) -> None:
    if said is None:
        paid(Profile(**claims), pay_date=pay_date)
        said, pay_date = "There is no table of your company’s own for Illinois", date(2027, 1, 1)
        with pytest.raises(StateTableMissing, match=said):
            table_of(claims["state"], [FLAT], pay_date)
        return
    with pytest.raises(StateTableMissing, match=said):
        paid(Profile(**claims), pay_date=pay_date)


def test_who_has_no_state_is_told() -> None:
    told = explain(paid().steps, {**ENGINE_SENTENCES, **SENTENCES})
    assert "No state is recorded for the person, so nothing is withheld for one." in told


def test_supplemental_wages_are_taxed_flat_and_counted_for_the_year() -> None:
    first = paid(salary="0", bonus="999000")
    later = paid(bonus="5000", to_date=year_to_date(a_case(profile=None), first))

    assert amounts(first)["federal_income_tax"] == "219780.00"
    assert amounts(later)["federal_income_tax"] == "1844.15"
    assert amounts(later)["additional_medicare"] == "63.00"
    assert "social_security" not in amounts(later)


def test_who_is_exempt_pays_on_what_is_over_a_million_only() -> None:
    profile = Profile(w4=W4("single", exempt=True))

    assert "federal_income_tax" not in amounts(paid(profile, bonus="5000"))
    assert amounts(paid(profile, bonus="1000100"))["federal_income_tax"] == "37.00"


def test_a_student_of_the_university_owes_no_fica() -> None:
    taxes = amounts(paid(Profile(is_subject_to_fica=False, is_subject_to_futa=False)))

    assert set(taxes) == {"federal_income_tax"}


def test_a_year_of_27_payments() -> None:
    """1,900 x 27 less 8,600 is 42,700; 1,240 and 12 % of 22,800 are 3,976 a year."""
    assert amounts(paid(Profile(pay_periods=27)))["federal_income_tax"] == "147.26"


@pytest.mark.parametrize(
    ("profile", "why", "fix"),
    [
        (Profile(w4=W4Before2020("single", 1), first_paid=date(2020, 1, 3)), "from 2019 or before", "Ask for a current"),
        (Profile(w4=W4Before2020("single", 1), w4_signed=date(2021, 5, 1)), "the form has no allowances", "by the steps"),
        (Profile(w4=W4("single"), w4_signed=date(2019, 5, 1)), "asked for allowances", "by the lines"),
        (Profile(w4=W4Before2020("single", exempt=True)), "exemption .* has ended", "Ask for a new"),
        (Profile(w4=W4("single", exempt=True), w4_signed=date(2025, 1, 9)), "exemption .* has ended", "Ask for a new"),
    ],
)
def test_a_certificate_that_may_not_be_used_is_refused(profile: Profile, why: str, fix: str) -> None:
    with pytest.raises(W4NotValid, match=f"{why}.*{fix}"):
        paid(profile)


@pytest.mark.parametrize(
    "profile",
    [
        Profile(w4=W4Before2020("married", 2), first_paid=date(2019, 12, 31), w4_signed=date(2019, 2, 1)),
        Profile(w4=W4("single", exempt=True), w4_signed=date(2026, 1, 9)),
    ],
)
def test_an_older_certificate_that_is_still_good_is_used(profile: Profile) -> None:
    assert paid(profile).net > 0


def test_a_period_that_is_not_published_is_refused() -> None:
    with pytest.raises(FrequencyNotKnown, match=r"fourweekly.*Choose one of weekly"):
        paid(frequency="fourweekly")
