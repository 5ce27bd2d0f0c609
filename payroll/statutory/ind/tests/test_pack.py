"""An Indian payslip from gross to net."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from payroll.engine.calculate import calculate
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case as any_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.ind.pack import India, Profile
from payroll.statutory.ind.provident_fund import Member
from payroll.statutory.ind.sentences import SENTENCES
from payroll.statutory.projection import NotPaidMonthly

a_case = partial(any_case, currency="INR")
PACK = India()
PLAN = a_plan([a_component("salary", "base_pay", bases=PACK.bases)], pack=PACK)


def test_april_of_the_worked_example() -> None:
    profile = Profile(fund_member=Member(), is_insured=True)
    result = calculate(a_case(profile=profile, values={"base_pay": Decimal(107_500)}), PLAN, PACK)

    assert {line.code: line.amount for line in result.lines if line.is_statutory} == {
        "income_tax": 1300,
        "provident_fund": 1800,
        "employer_provident_fund": 550,
        "employer_pension": 1250,
        "employer_deposit_insurance": 75,
        "employer_administration": 75,
        "state_insurance": 0,
        "employer_state_insurance": 0,
    }
    told = explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES})
    assert any("Not verified: 1300 " in sentence for sentence in told)


@pytest.mark.parametrize(
    ("regular", "tax"),
    [
        # A bonus of once: the months to come are expected to pay the regular salary only.
        (Decimal(107_500), Decimal(5200)),
        (None, Decimal(57_460)),
    ],
)
def test_the_last_months_carry_what_is_left(regular: Decimal | None, tax: Decimal) -> None:
    to_date = {"taxable": Decimal(107_500) * 10, "income_tax": Decimal(13_000)}
    case = a_case(
        profile=Profile(regular_pay=regular),
        pay_date=date(2027, 2, 28),
        values={"base_pay": Decimal(115_000) if regular else Decimal(307_500)},
        to_date=to_date,
    )

    assert calculate(case, PLAN, PACK).deductions == tax


def test_pay_is_monthly() -> None:
    with pytest.raises(NotPaidMonthly, match="Choose monthly"):
        calculate(a_case(profile=Profile(), frequency="weekly"), PLAN, PACK)
