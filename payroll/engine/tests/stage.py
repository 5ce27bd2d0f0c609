"""Sets the stage: components, plans and cases with everything but what a test is about filled in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from payroll.engine.case import Case, NetRule, Stretch
from payroll.engine.components import Component, ComponentKind, Written
from payroll.engine.formula import BracketTable, Kind
from payroll.engine.formula.values import FormulaValue
from payroll.engine.pack import Assessment, Levy, Pack, Period
from payroll.engine.rounding import down
from payroll.engine.structures import Plan, plan_structure
from payroll.engine.trace import Trace

INPUTS = {"base_pay": Kind.NUMBER, "overtime_hours": Kind.NUMBER, "hourly_rate": Kind.NUMBER, "grade": Kind.WORD}
VALUES: dict[str, FormulaValue] = {
    "base_pay": Decimal("3000.00"),
    "overtime_hours": Decimal("2.50"),
    "hourly_rate": Decimal("18.75"),
    "grade": "B",
}


class FlatTax:
    """A country for tests: a fifth of what is taxable, down to the cent, and as much from the employer."""

    country = "flat"
    currency = ""
    deduction_bases: frozenset[str] = frozenset()
    bases = frozenset({"taxable"})
    levies = frozenset({"tax", "employer_tax"})

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        tax = trace.note("flat.tax", down(assessment.base("taxable") * Decimal("0.2")))
        return Levy("tax", "deduction", tax), Levy("employer_tax", "employer", tax)


def a_component(code: str, formula: str, kind: str = "earning", *, bases: Iterable[str] = (), **fields: Any) -> Component:
    name = code.replace("_", " ").capitalize()
    amount = fields.pop("amount", Written(formula))
    return Component(code=code, name=name, kind=ComponentKind(kind), amount=amount, bases=frozenset(bases), **fields)


def a_plan(components: Sequence[Component], *, pack: Pack | None = None, tables: Mapping[str, BracketTable] | None = None) -> Plan:
    law = pack or FlatTax()
    return plan_structure(components, inputs=INPUTS, tables=tables or {}, bases=law.bases, levies=law.levies)


def a_case(
    *,
    profile: Any = None,
    pay_date: date = date(2026, 4, 30),
    frequency: str = "monthly",
    values: Mapping[str, FormulaValue] | None = None,
    paid_days: tuple[str, str] = ("30", "22"),
    stretches: tuple[Stretch, ...] = (),
    to_date: Mapping[str, Decimal] | None = None,
    net_rule: NetRule = NetRule.BLOCK,
    currency: str = "GBP",
    **fields: Any,
) -> Case:
    start, end = date(2026, 4, 1), date(2026, 4, 30)
    calendar, working = map(Decimal, paid_days)
    return Case(
        period=Period(start, end, pay_date, frequency),
        currency=currency,
        calendar_days=Decimal(30),
        working_days=Decimal(22),
        stretches=stretches or (Stretch(start, end, calendar, working, VALUES | dict(values or {})),),
        profile=profile,
        to_date=to_date or {},
        sources={"base_pay": "contract of 1 April 2026"},
        net_rule=net_rule,
        **fields,
    )
