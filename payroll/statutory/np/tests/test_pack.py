"""A Nepalese payslip from gross to net."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from payroll.engine.calculate import calculate
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case as any_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.np.income_tax import TaxPayer
from payroll.statutory.np.pack import Nepal, Profile
from payroll.statutory.np.sentences import SENTENCES
from payroll.statutory.projection import NotPaidMonthly

a_case = partial(any_case, currency="NPR")
PACK = Nepal()
PLAN = a_plan([a_component("salary", "base_pay", bases=PACK.bases)], pack=PACK)


@pytest.mark.parametrize(
    ("in_fund", "statutory"),
    [
        (False, {"income_tax": 10_000}),
        (True, {"income_tax": 9167, "social_security_fund": 16_500, "employer_social_security_fund": 30_000}),
    ],
)
def test_the_first_month_of_the_worked_example(in_fund: bool, statutory: dict) -> None:
    profile = Profile(payer=TaxPayer(in_social_security_fund=in_fund))
    result = calculate(a_case(profile=profile, pay_date=date(2026, 8, 16), values={"base_pay": Decimal(150_000)}), PLAN, PACK)

    assert {line.code: line.amount for line in result.lines if line.is_statutory} == statutory
    assert any("Not verified" in sentence for sentence in explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES}))


def test_the_last_month_takes_the_rest() -> None:
    to_date = {"taxable": Decimal(150_000) * 11, "income_tax": Decimal(110_001)}
    case = a_case(
        currency="NPR", profile=Profile(), pay_date=date(2027, 7, 15), values={"base_pay": Decimal(150_000)}, to_date=to_date
    )

    assert calculate(case, PLAN, PACK).deductions == Decimal(9999)


def test_pay_is_monthly() -> None:
    with pytest.raises(NotPaidMonthly):
        calculate(a_case(profile=Profile(), pay_date=date(2026, 8, 16), frequency="weekly"), PLAN, PACK)
