"""Each page of docs/rules/payroll has a worked example, and the packs calculate it to the figures that the page prints."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.periods import DateRange, month
from payroll.engine.calculate import Result, calculate, year_to_date
from payroll.engine.case import Case, ExchangeRate, NetRounding, NetRule, Stretch
from payroll.engine.components import Proration
from payroll.engine.days import Absence, Terms, paid_days
from payroll.engine.formula import Kind
from payroll.engine.formula.values import FormulaValue
from payroll.engine.overtime import OvertimeTier, WorkedDay, overtime
from payroll.engine.structures import plan_structure
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.engine.trace import Trace
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.pack import Profile as AustralianProfile
from payroll.statutory.ca.pack import Profile as CanadianProfile
from payroll.statutory.generic.tables import Bracket, OwnLevy, OwnTables
from payroll.statutory.ind.pack import Profile as IndianProfile
from payroll.statutory.np.pack import Profile as NepaleseProfile
from payroll.statutory.packs import pack_of
from payroll.statutory.uk.pack import Profile as BritishProfile
from payroll.statutory.uk.pension_enrolment import Scheme
from payroll.statutory.us.fica import fica
from payroll.statutory.us.pack import Profile as AmericanProfile
from payroll.statutory.us.states import StateBracket, StateClaim, StateTable
from payroll.statutory.us.tables import tables_of

PAGES = Path(__file__).resolve().parents[3] / "docs" / "rules" / "payroll"
BESIDES = {"bonuses", "retroactive_pay", "supplemental"}


def example(page: str) -> str:
    text = (PAGES / f"{page}.md").read_text()
    assert "xample\n" in text, f"{page} has no worked example"
    return text


def paid(country: str, pay: str, *, own: tuple[OwnTables, ...] = (), **fields: Any) -> tuple[Case, Result]:
    pack = pack_of(country, own, [STATE])
    plan = a_plan([a_component("salary", "base_pay", bases=pack.bases - pack.deduction_bases - BESIDES)], pack=pack)
    case = a_case(currency=pack.currency or "EUR", values={"base_pay": Decimal(pay)}, **fields)
    return case, calculate(case, plan, pack)


PENSION = Scheme(employee_share=Decimal("0.05"), employer_share=Decimal("0.03"))
IDA = Declaration(tax_file_number="quoted", claims_tax_free_threshold=True)
STATE = StateTable("XX", "brackets", (StateBracket(Decimal(0), Decimal("0.02")), StateBracket(Decimal(20_000), Decimal("0.05"))))
EXAMPLES: dict[str, tuple[str, str, dict[str, Any], dict[str, str]]] = {
    "united-kingdom": (
        "GB",
        "3000",
        {"profile": BritishProfile(tax_code="1257L", student_loans=("plan2",), pension=PENSION), "pay_date": date(2026, 4, 30)},
        {
            "income_tax": "390.20",
            "employee_ni": "156.16",
            "student_loan": "49.00",
            "workplace_pension": "99.20",
            "pension_tax_relief": "24.80",
            "net": "2,305.44",
            "employer_ni": "387.45",
            "employer_workplace_pension": "74.40",
        },
    ),
    "australia": (
        "AU",
        "1000.99",
        {"profile": AustralianProfile(declaration=IDA), "frequency": "weekly", "pay_date": date(2026, 8, 6)},
        {"withholding": "138", "super_guarantee": "120.12"},
    ),
    "canada": (
        "CA",
        "1153.85",
        {"profile": CanadianProfile(province="ON"), "frequency": "weekly", "pay_date": date(2026, 1, 16)},
        {"cpp": "64.65", "ei": "18.81", "federal_tax": "102.66", "provincial_tax": "57.34"},
    ),
    "united-states": (
        "US",
        "2000",
        {"profile": AmericanProfile(), "frequency": "fortnightly", "pay_date": date(2026, 8, 7)},
        {"federal_income_tax": "156.15"},
    ),
    "india": ("IN", "107500", {"profile": IndianProfile(), "pay_date": date(2026, 4, 30)}, {"income_tax": "1,300"}),
    "nepal": ("NP", "150000", {"profile": NepaleseProfile(), "pay_date": date(2026, 8, 16)}, {"income_tax": "10,000"}),
}


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_example_is_calculated_to_what_the_page_prints(page: str) -> None:
    country, pay, fields, printed = EXAMPLES[page]
    text = example(page)
    _case, result = paid(country, pay, **fields)

    amounts = {line.code: line.amount for line in result.lines} | {"net": result.net}
    for name, figure in printed.items():
        assert amounts[name] == Decimal(figure.replace(",", "")), name
        assert figure in text, f"{page} does not print {name} of {figure}"


def test_the_examples_of_american_states_and_contributions() -> None:
    text = example("united-states")
    _case, result = paid("US", "3000", profile=AmericanProfile(state=StateClaim("XX")), pay_date=date(2026, 8, 7))
    before = Decimal(182_000)
    taxes = fica(Decimal(5000), before, before, tables_of(date(2026, 8, 7)).fica, Trace())

    assert {line.code: f"{line.amount:f}" for line in result.lines}["state_income_tax"] == "100.00"
    assert (f"{taxes.social_security:f}", f"{taxes.medicare:f}") == ("155.00", "72.50")
    assert not taxes.additional_medicare
    assert all(f"**{figure}**" in text for figure in ("100.00", "155.00", "72.50", "0.00"))


def test_the_example_of_a_companys_own_levy() -> None:
    text = example("generic")
    fund = OwnLevy(
        code="fund",
        name="Fund",
        paid_by="employee",
        method="flat",
        counted_over="year_to_date",
        rows=(Bracket(start=Decimal(0), rate=Decimal("0.05")),),
        ceiling=Decimal(1000),
    )
    own = OwnTables(country="FR", effective_from=date(2026, 1, 1), effective_to=date(2026, 12, 31), levies=(fund,))
    year: dict[str, Decimal] = {}
    taken = []
    for _payment in range(3):
        case, result = paid("FR", "600", own=(own,), to_date=year)
        taken.append(result.lines[-1].amount)
        year = year_to_date(case, result)

    assert taken == [Decimal(30), Decimal(20), Decimal(0)]
    assert all(
        row in text for row in ("| 600 | 600 | 30 | 0 | 30 |", "| 600 | 1,000 | 50 | 30 | 20 |", "| 600 | 1,000 | 50 | 50 | 0 |")
    )


@pytest.mark.parametrize(
    ("loan", "printed"),
    [
        (
            "400",
            {
                "salary": "1,363.64",
                "overtime": "117.00",
                "allowance": "80.00",
                "gross": "1,560.64",
                "income_tax": "102.40",
                "employee_ni": "41.01",
                "net": "997.23",
                "paid": "997.00",
                "carried_forward": "0.23",
            },
        ),
        ("2000", {"loan": "1,397.23", "not_taken": "602.77", "net": "0.00"}),
    ],
)
def test_the_example_of_a_payment_with_everything(loan: str, printed: dict[str, str]) -> None:
    text = example("calculation")
    result = _mia(Decimal(loan))

    amounts = {line.code: line.amount for line in result.lines} | {
        name: getattr(result, name) for name in ("gross", "net", "paid", "carried_forward")
    }
    amounts["not_taken"] = sum(result.not_taken.values(), Decimal(0))
    for name, figure in printed.items():
        assert amounts[name] == Decimal(figure.replace(",", "")), name
        assert figure in text or not amounts[name]


def _mia(loan: Decimal) -> Result:
    """A joiner with half-paid leave, overtime, an allowance in dollars, a loan, and pay in whole pounds."""
    rate = ExchangeRate(currency="USD", into="GBP", rate=Decimal("0.80"), day=date(2026, 4, 1), source="Bank of England")
    case = a_case(
        profile=BritishProfile(tax_code="1257L"),
        stretches=_mias_stretches(loan),
        rates=(rate,),
        net_rule=NetRule.CARRY,
        net_rounding=NetRounding(Decimal(1)),
    )
    inputs = dict.fromkeys(("monthly_salary", "weighted_overtime_minutes", "hourly_rate", "loan_instalment"), Kind.NUMBER)
    law = pack_of("GB")
    both = {"taxable", "niable"}
    plan = plan_structure(
        [
            a_component("salary", "monthly_salary", bases=both, proration=Proration.WORKING),
            a_component("overtime", "weighted_overtime_minutes * hourly_rate / 60", bases=both),
            a_component("allowance", "100", bases=both, currency="USD"),
            a_component("union", "20", "deduction"),
            a_component("loan", "loan_instalment", "deduction"),
        ],
        inputs=inputs,
        tables={},
        bases=law.bases,
        levies=law.levies,
    )
    return calculate(case, plan, law)


def _mias_stretches(loan: Decimal) -> tuple[Stretch, ...]:
    tiers = [OvertimeTier("working_day", Decimal("1.5")), OvertimeTier("rest_day", Decimal(2))]
    worked = [WorkedDay(date(2026, 4, 20), 140), WorkedDay(date(2026, 4, 25), 90, "rest_day")]
    values: dict[str, FormulaValue] = {
        "monthly_salary": Decimal(3000),
        "weighted_overtime_minutes": overtime(worked, tiers).weighted_minutes,
        "hourly_rate": Decimal("18.00"),
        "loan_instalment": loan,
    }
    joined = DateRange(date(2026, 4, 16))
    return paid_days(
        month(2026, 4),
        employed=[joined],
        terms=[Terms(joined, values)],
        working_day=lambda day: Decimal(day.isoweekday() < 6),
        absences=[Absence(days=DateRange(date(2026, 4, 22), date(2026, 4, 23)), paid_share=Decimal("0.5"))],
    ).stretches


def test_every_page_has_its_example_here() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"coverage"}

    assert pages == {*EXAMPLES, "generic", "calculation"}
