"""What a new company can pay people by at once: the usual structures of its country."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from payroll.structures.actions.edits import editing
from payroll.structures.actions.versions import settle
from payroll.structures.cases import AMOUNT
from payroll.structures.law import law_of
from payroll.structures.models import (
    AmountRule,
    GoldenCase,
    Kind,
    PayComponent,
    PayStructure,
    PayStructureAssignment,
    ProratedBy,
)

# Before anything that the product calculates.
_ALWAYS = date(2000, 1, 1)
# What regular pay does not count towards, and what the components do not that are not regular pay, or not all of it.
_IRREGULAR = {"US.supplemental", "CA.bonuses", "CA.retroactive_pay"}
_NOT_COUNTED = {
    "overtime": {*_IRREGULAR, "AU.super_earnings", "NP.basic_pay", "IN.fund_wages"},
    "bonus": {"US.taxable", "CA.taxable", "CA.retroactive_pay", "NP.basic_pay", "IN.fund_wages", "IN.insured_wages"},
}


def create_default_structures(*, country: str, currency: str, now: datetime) -> None:
    """One structure for salaries and one for pay by the hour, in the words and bases of the country; salaries for everybody.

    Does nothing where there are structures or components already.
    """
    with editing():
        if PayStructure.objects.exists() or PayComponent.objects.exists():
            return
        shared = [*_extra_pay(country), *_deductions()]
        salary, hourly = _salary(country), _hourly_pay(country)
        PayComponent.objects.bulk_create([salary, hourly, *shared])
        monthly = _structure(_("Monthly salary") if country == "GB" else _("Salary"), _("Salaried"), country, currency)
        by_hour = _structure(_("Hourly pay"), _("Hourly"), country, currency)
        PayStructure.objects.bulk_create([monthly, by_hour])
        monthly.components.set([salary, *shared])
        by_hour.components.set([hourly, *shared])
        PayStructureAssignment.objects.create(structure=monthly, valid=DateRange(_ALWAYS, None, "[)"))
        GoldenCase.objects.bulk_create(_cases(salary, hourly, shared[0]))
        settle(now=now)


def _structure(name: str, group: str, country: str, currency: str) -> PayStructure:
    return PayStructure(name=name, group=group, country=country, currency=currency)


def _salary(country: str) -> PayComponent:
    return _earning(country, "salary", _("Salary"), 10, formula="annual_salary / pay_periods", proration=ProratedBy.CALENDAR)


def _hourly_pay(country: str) -> PayComponent:
    return _earning(country, "hourly_pay", _("Hourly pay"), 10, formula="worked_minutes / 60 * hourly_rate")


def _extra_pay(country: str) -> list[PayComponent]:
    return [
        _earning(
            country,
            "overtime",
            _("Overtime"),
            20,
            formula="overtime_minutes / 60 * hourly_rate",
            condition="overtime_minutes > 0",
        ),
        _earning(country, "bonus", _("Bonus"), 30, rule=AmountRule.ENTERED, condition="entered_bonus != 0"),
        # Repaid, so it counts towards nothing.
        _entered("expenses", _("Expenses repaid"), 40, Kind.EARNING),
    ]


def _deductions() -> list[PayComponent]:
    """What is voluntary. Pensions and tax are the law's; court orders take from what is left."""
    return [
        _entered("loan_repayment", _("Loan repayment"), 80, Kind.DEDUCTION),
        _entered("other_deduction", _("Other deductions"), 90, Kind.DEDUCTION),
    ]


def _entered(code: str, name: str, position: int, kind: Kind, **fields: Any) -> PayComponent:
    condition = f"entered_{code} != 0"
    rule = AmountRule.ENTERED
    return PayComponent(code=code, name=name, position=position, kind=kind, rule=rule, condition=condition, **fields)


def _earning(country: str, code: str, name: str, position: int, **fields: Any) -> PayComponent:
    law = law_of(country)
    bases = {f"{country}.{base}" for base in law.bases - law.deduction_bases}
    counted = sorted(bases - _NOT_COUNTED.get(code, _IRREGULAR))
    return PayComponent(code=code, name=name, position=position, kind=Kind.EARNING, counts_towards=counted, **fields)


def _cases(salary: PayComponent, hourly: PayComponent, overtime: PayComponent) -> list[GoldenCase]:
    def case(component: PayComponent, name: str, amount: str, **values: str) -> GoldenCase:
        return GoldenCase(component=component, name=name, values=values, expected={AMOUNT: amount})

    return [
        case(salary, _("A twelfth of 36,000"), "3000.00", annual_salary="36000", pay_periods="12"),
        case(hourly, _("Eight hours at 15.50"), "124.00", worked_minutes="480", hourly_rate="15.50"),
        case(overtime, _("Two hours at one and a half times 20"), "60.00", overtime_minutes="180", hourly_rate="20"),
    ]
