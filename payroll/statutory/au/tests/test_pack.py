"""An Australian payslip from gross to net."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from payroll.engine.calculate import calculate
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.tests.stage import a_case as any_case, a_component, a_plan
from payroll.engine.trace import explain
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.pack import Australia, Profile
from payroll.statutory.au.sentences import SENTENCES
from payroll.statutory.au.withholding import FrequencyNotPublished
from payroll.statutory.tables import NoTables

a_case = partial(any_case, currency="AUD")
PACK = Australia()
PLAN = a_plan([a_component("salary", "base_pay", bases={"taxable", "super_earnings"})], pack=PACK)
RESIDENT = Declaration(tax_file_number="quoted", claims_tax_free_threshold=True, has_study_loan=True)


def test_a_week_of_1000_dollars() -> None:
    case = a_case(
        profile=Profile(declaration=RESIDENT),
        pay_date=date(2026, 8, 7),
        frequency="weekly",
        values={"base_pay": Decimal("1000.99")},
    )
    result = calculate(case, PLAN, PACK)

    assert {line.code: line.amount for line in result.lines if line.is_statutory} == {
        "withholding": Decimal(138),
        "super_guarantee": Decimal("120.12"),
    }
    assert result.net == Decimal("862.99")
    assert explain(result.steps, {**ENGINE_SENTENCES, **SENTENCES})


@pytest.mark.parametrize(("paid_before", "tax"), [("0", "150"), ("45000", "300")])
def test_a_working_holiday_makers_year_counts(paid_before: str, tax: str) -> None:
    profile = Profile(declaration=Declaration(tax_file_number="quoted", residency="working_holiday_maker"))
    case = a_case(
        profile=profile,
        pay_date=date(2026, 8, 7),
        frequency="weekly",
        values={"base_pay": Decimal(1000)},
        to_date={"taxable": Decimal(paid_before)},
    )

    assert calculate(case, PLAN, PACK).deductions == Decimal(tax)


@pytest.mark.parametrize(("before", "contribution"), [("0", "120.00"), ("62500", "0.00")])
def test_super_of_a_quarter_before_july_2026(before: str, contribution: str) -> None:
    profile = Profile(declaration=Declaration(), super_earnings_of_quarter=Decimal(before))
    case = a_case(
        currency="AUD", profile=profile, pay_date=date(2026, 6, 30), frequency="weekly", values={"base_pay": Decimal(1000)}
    )

    employer = next(line for line in calculate(case, PLAN, PACK).lines if line.code == "super_guarantee")
    assert employer.amount == Decimal(contribution)


def test_what_is_not_published_is_refused() -> None:
    with pytest.raises(FrequencyNotPublished):
        calculate(
            a_case(profile=Profile(declaration=RESIDENT), pay_date=date(2026, 8, 7), frequency="halfmonthly"),
            PLAN,
            PACK,
        )
    with pytest.raises(NoTables):
        calculate(a_case(profile=Profile(), pay_date=date(2027, 8, 7)), PLAN, PACK)
