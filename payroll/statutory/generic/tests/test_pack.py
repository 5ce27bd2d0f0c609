"""A payslip by a company's own levies."""

from datetime import date
from decimal import Decimal

import pytest

from payroll.engine.calculate import calculate
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.statutory.generic.pack import FrequencyNotKnown, OwnCountry
from payroll.statutory.generic.tests.test_tables import a_levy, row, tables
from payroll.statutory.tables import NoTables

PENSION = a_levy(
    code="pension",
    paid_by="employer",
    method="flat",
    rows=(row("0", rate="0.05"),),
    ceiling=Decimal(4000),
    counted_over="year_to_date",
)
PACK = OwnCountry("FR", [tables(a_levy(), PENSION), tables(a_levy(code="other"), country="ES")])
PLAN = a_plan([a_component("salary", "base_pay", bases=PACK.bases)], pack=PACK)


def test_has_the_levies_of_its_country_only() -> None:
    assert PACK.levies == {"income_tax", "pension"}
    assert PACK.bases == {"income_tax_base", "pension_base"}


def test_two_months() -> None:
    first = calculate(a_case(), PLAN, PACK)
    to_date = {"pension_base": Decimal(3000), "pension": Decimal(150)}
    second = calculate(a_case(pay_date=date(2026, 5, 31), to_date=to_date), PLAN, PACK)

    assert (first.net, first.employer_cost) == (Decimal(2500), Decimal(3150))
    assert (second.net, second.employer_cost) == (Decimal(2500), Decimal(3050))


def test_other_days_and_frequencies_are_refused() -> None:
    with pytest.raises(NoTables):
        calculate(a_case(pay_date=date(2027, 1, 1)), PLAN, PACK)
    with pytest.raises(FrequencyNotKnown, match="Choose one of weekly"):
        calculate(a_case(frequency="hourly"), PLAN, PACK)
