"""How many payslips a core calculates, with their traces, and how long it takes to know every country's law."""

import resource
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

from bench.options import Options
from bench.report import Row
from bench.stack import ROOT, Stack
from payroll.engine.calculate import calculate
from payroll.engine.case import Case, Stretch
from payroll.engine.components import Component, ComponentKind, Fixed, Proration, Share, Written
from payroll.engine.formula import Kind
from payroll.engine.pack import Period
from payroll.engine.structures import Plan, plan_structure
from payroll.statutory.uk.pack import NIABLE, TAXABLE, Profile, UnitedKingdom

PAYSLIPS = 2000
ROUNDS = 5
LEAST_A_SECOND = 1000
IMPORT_SECONDS = 0.3
MOST_GROWTH_MB = 5
_PAID = frozenset({TAXABLE, NIABLE})
_EARNING, _DEDUCTION = ComponentKind.EARNING, ComponentKind.DEDUCTION
# Twelve that a British employer would have.
_COMPONENTS = [
    Component(
        code="salary", name="Salary", kind=_EARNING, amount=Written("annual_pay / 12"), bases=_PAID, proration=Proration.CALENDAR
    ),
    Component(code="overtime", name="Overtime", kind=_EARNING, amount=Written("overtime_hours * hourly_rate * 1.5"), bases=_PAID),
    Component(code="shift", name="Shift allowance", kind=_EARNING, amount=Share(Decimal("0.08"), "salary"), bases=_PAID),
    Component(
        code="london", name="London weighting", kind=_EARNING, amount=Fixed(Decimal(250)), bases=_PAID, condition="grade == 'L'"
    ),
    Component(
        code="bonus",
        name="Bonus",
        kind=_EARNING,
        amount=Written("round(salary * 0.02, 2) if overtime_hours > 5 else 0"),
        bases=_PAID,
    ),
    Component(code="mileage", name="Mileage", kind=_EARNING, amount=Written("min(miles, 800) * 0.45")),
    Component(code="cycle", name="Cycle to work", kind=_DEDUCTION, amount=Fixed(Decimal(40)), bases=_PAID),
    Component(
        code="pensionable",
        name="Pensionable pay",
        kind=ComponentKind.STATISTICAL,
        amount=Written("max(min(salary, 4189) - 520, 0)"),
    ),
    Component(
        code="pension", name="Pension", kind=_DEDUCTION, amount=Share(Decimal("0.05"), "pensionable"), bases=frozenset({TAXABLE})
    ),
    Component(
        code="employer_pension", name="Pension, employer", kind=ComponentKind.EMPLOYER, amount=Share(Decimal("0.03"), "pensionable")
    ),
    Component(code="union", name="Union dues", kind=_DEDUCTION, amount=Fixed(Decimal("14.50"))),
    Component(
        code="charity",
        name="Payroll giving",
        kind=_DEDUCTION,
        amount=Written("10 if salary > 2000 else 5"),
        bases=frozenset({TAXABLE}),
    ),
]
_IMPORT_ALL = """
import time
started = time.perf_counter()
from importlib import import_module
from payroll.statutory.vectors import PACKS
for pack in PACKS.values():
    import_module(f"payroll.statutory.{pack}.cases").CASES
    tables = import_module(f"payroll.statutory.{pack}.tables")
    tables.all_tables()
print(time.perf_counter() - started)
"""


def measure(_stack: Stack, _options: Options) -> list[Row]:
    """Different people in memory, one after another on one core."""
    pack = UnitedKingdom()
    plan = _plan(pack)
    cases = [_case(number) for number in range(PAYSLIPS)]
    steps = len(calculate(cases[0], plan, pack).steps)
    rates, before = [], _peak_mb()
    for _ in range(ROUNDS):
        started = time.process_time()
        for case in cases:
            calculate(case, plan, pack)
        rates.append(PAYSLIPS / (time.process_time() - started))
    imports = [_import_seconds() for _ in range(ROUNDS)]
    note = f"United Kingdom, {len(plan.before)} components, {steps} steps in the trace"
    growth = Row.of(f"{ROUNDS * PAYSLIPS} payslips: memory grows by", "MB", [_peak_mb() - before], at_most=MOST_GROWTH_MB)
    return [
        Row.of("payslips, one core", "/s", rates, at_least=LEAST_A_SECOND, note=note),
        growth,
        Row.of(
            "import of every pack and its figures",
            "s",
            imports,
            at_most=IMPORT_SECONDS,
            note="msgspec and Django's gettext included",
        ),
    ]


def _plan(pack: UnitedKingdom) -> Plan:
    inputs = dict.fromkeys(("annual_pay", "overtime_hours", "hourly_rate", "miles"), Kind.NUMBER) | {"grade": Kind.WORD}
    return plan_structure(_COMPONENTS, inputs=inputs, tables={}, bases=pack.bases, levies=pack.levies)


def _case(number: int) -> Case:
    start, end = date(2026, 6, 1), date(2026, 6, 30)
    values = {
        "annual_pay": Decimal(24_000 + 31 * number),
        "overtime_hours": Decimal(number % 12),
        "hourly_rate": Decimal("16.40"),
        "miles": Decimal(number % 900),
        "grade": "L" if number % 3 else "N",
    }
    return Case(
        period=Period(start, end, end, "monthly"),
        currency="GBP",
        calendar_days=Decimal(30),
        working_days=Decimal(22),
        stretches=(Stretch(start, end, Decimal(30 - number % 3), Decimal(22), values),),
        profile=Profile(tax_code="1257L", student_loans=("plan2",) if number % 2 else ()),
        to_date={TAXABLE: Decimal(4000 + 5 * number), "income_tax": Decimal(400 + number)},
        sources={"annual_pay": "contract of 1 April 2026"},
    )


def _import_seconds() -> float:
    result = subprocess.run([sys.executable, "-c", _IMPORT_ALL], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return float(result.stdout)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
