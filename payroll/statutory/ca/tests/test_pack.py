"""A Canadian payslip from gross to net, with bonuses and what comes off before tax."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case as any_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.ca.pack import Canada, FrequencyNotKnown, Profile
from payroll.statutory.ca.sentences import SENTENCES
from payroll.statutory.ca.tables import ProvinceNotCovered

PACK = Canada()
COUNTED = {"pensionable_earnings", "insurable_earnings"}
PLAN = a_plan(
    [
        a_component("salary", "base_pay", bases={"taxable", *COUNTED}),
        a_component("bonus", "overtime_hours", bases={"bonuses", *COUNTED}),
        a_component("rrsp", "hourly_rate", "deduction", bases={"registered_plans"}),
    ],
    pack=PACK,
)
ONTARIO = Profile(province="ON")
a_case = partial(any_case, currency="CAD", frequency="weekly", pay_date=date(2026, 1, 16))


def paid(profile: Profile = ONTARIO, salary: str = "1153.85", bonus: str = "0", rrsp: str = "0", **fields: Any) -> Result:
    values = {"base_pay": Decimal(salary), "overtime_hours": Decimal(bonus), "hourly_rate": Decimal(rrsp)}
    return calculate(a_case(profile=profile, values=values, **fields), PLAN, PACK)


def amounts(result: Result) -> dict[str, str]:
    return {line.code: f"{line.amount:f}" for line in result.lines if line.is_statutory and line.amount}


def test_a_week_of_the_worked_example() -> None:
    result = paid()

    assert amounts(result) == {
        "federal_tax": "102.66",
        "provincial_tax": "57.34",
        "cpp": "64.65",
        "ei": "18.81",
        "employer_cpp": "64.65",
        "employer_ei": "26.33",
    }
    assert (result.net, result.employer_cost) == (Decimal("910.39"), Decimal("1244.83"))
    assert all(explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES}))


def test_a_registered_plan_lowers_tax_and_not_contributions() -> None:
    """Of 5,200 a year, 912.19 lie above 58,523 and would be taxed at 20.5 %, the rest at 14 %: 787.29 a year."""
    plain, saving = amounts(paid()), amounts(paid(rrsp="100"))

    assert (plain["cpp"], plain["ei"]) == (saving["cpp"], saving["ei"])
    assert saving["federal_tax"] == "87.52"


def test_the_bonus_of_the_guide() -> None:
    """T4127, chapter 4: 1,000 a week, a bonus of 1,500 before, and one of 2,500 now: federal tax on it is 323.54.

    The pay beside it is taxed as any other week's but for additional contributions, of which 9.81 instead of 9.33 fall on it.
    """
    before = {
        "bonuses": Decimal(1500),
        "pensionable_earnings": Decimal(30_500),
        "insurable_earnings": Decimal(30_500),
        "cpp_additional_on_bonuses": Decimal("14.60"),
    }
    alone, together = paid(salary="1000", to_date=before), paid(salary="1000", bonus="2500", to_date=before)

    assert amounts(together)["cpp"] == "204.25"
    assert amounts(together)["cpp_additional_on_bonuses"] == "24.52"
    assert Decimal(amounts(together)["federal_tax"]) == Decimal("323.54") + Decimal(amounts(alone)["federal_tax"]) - Decimal("0.06")
    assert amounts(alone)["federal_tax"] == amounts(paid(salary="1000"))["federal_tax"] == "81.61"


def test_a_bonus_paid_by_itself_takes_the_usual_pay_and_no_second_exemption() -> None:
    profile = Profile(province="ON", usual_pay=Decimal(1000))
    result = paid(profile, salary="0", bonus="2500", frequency="weekly")

    assert amounts(result)["cpp"] == "148.75"
    assert amounts(result)["ei"] == "40.75"
    assert amounts(result)["federal_tax"] == "323.47"
    assert "provincial_tax" in amounts(result)
    assert amounts(result)["cpp_additional_on_bonuses"] == "25.00"


def test_a_benefit_in_kind_is_taxed_and_pensionable_without_being_paid_or_insured() -> None:
    car = a_component("car", "100", "employer", bases={"taxable", "pensionable_earnings"})
    plan = a_plan([a_component("salary", "base_pay", bases={"taxable", *COUNTED}), car], pack=PACK)
    result = calculate(a_case(profile=ONTARIO, values={"base_pay": Decimal("1153.85")}), plan, PACK)
    raised = amounts(paid(salary="1253.85"))

    assert amounts(result)["cpp"] == raised["cpp"]
    assert amounts(result)["ei"] == amounts(paid())["ei"]
    # The credit for the smaller premium is 14 % of 1.63 a week.
    assert Decimal(amounts(result)["federal_tax"]) - Decimal(raised["federal_tax"]) == Decimal("0.23")
    assert result.gross == Decimal("1153.85")


def test_a_plan_contribution_from_the_bonus_lowers_the_tax_on_it() -> None:
    saving = a_component("saving", "1000", "deduction", bases={"bonus_registered_plans"})
    plan = a_plan([*(each.component for each in PLAN.before), saving], pack=PACK)
    values = {"base_pay": Decimal(1000), "overtime_hours": Decimal(2500), "hourly_rate": Decimal(0)}
    case = a_case(profile=ONTARIO, values=values)
    result = calculate(case, plan, PACK)
    plain = amounts(paid(salary="1000", bonus="2500"))

    assert amounts(result)["cpp"] == plain["cpp"]
    assert Decimal(plain["federal_tax"]) - Decimal(amounts(result)["federal_tax"]) == Decimal("140.00")
    assert year_to_date(case, result)["bonus_registered_plans"] == Decimal("-1000.00")


def test_the_year_stops_at_its_most() -> None:
    year: dict[str, Decimal] = {}
    taken: list[str] = []
    for week in range(30):
        case = a_case(profile=ONTARIO, values={"base_pay": Decimal(5000), "overtime_hours": Decimal(0), "hourly_rate": Decimal(0)})
        result = paid(salary="5000", to_date=year)
        taken.append(amounts(result).get("cpp", "0"))
        year = year_to_date(case, result) if not week else year_to_date(any_case(to_date=year), result)

    assert year["cpp"] == Decimal("4230.45")
    assert year["cpp2"] == Decimal("416.00")
    assert year["ei"] == Decimal("1123.07")
    assert taken[-1] == "0"


def test_what_does_not_earn_a_pension_or_insurance_is_taxed_alone() -> None:
    taxes = amounts(paid(Profile(province="AB", is_pensionable=False, is_insurable=False)))

    assert set(taxes) == {"federal_tax", "provincial_tax"}


@pytest.mark.parametrize(
    ("profile", "changes", "error"),
    [
        (Profile(province="QC"), {}, ProvinceNotCovered),
        (Profile(province="BC"), {"pay_date": date(2026, 7, 3)}, ProvinceNotCovered),
        (ONTARIO, {"frequency": "hourly"}, FrequencyNotKnown),
    ],
)
def test_what_is_not_covered_is_refused(profile: Profile, changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        paid(profile, **changes)
