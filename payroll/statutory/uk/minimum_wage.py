"""National living wage and national minimum wage: whether the pay of a pay reference period is enough for its hours.

Source: National Minimum Wage Act 1998 and the National Minimum Wage Regulations 2015: the rate is that of the worker's age when
the pay reference period begins (regulation 4A), of the rates in force on that day.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.calculate import Result
from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import half_up, up
from payroll.engine.trace import Trace
from payroll.statutory.tables import NoTables
from payroll.statutory.uk.tables import MinimumWage, all_tables

type Group = Literal["apprentice", "from_21", "from_18", "under_18"]
_NOTHING = Decimal("0.00")
_ADULT, _GROWN, _APPRENTICE_UNTIL = 21, 18, 19
_HOURS_OF_LONGEST_PERIOD = 31 * 24


class HoursNotPossible(CannotCalculate):
    """A pay reference period is at most a month."""

    def __init__(self, hours: Decimal) -> None:
        super().__init__(
            _("The minimum wage cannot be checked."),
            _("%(hours)s hours cannot be worked in a pay reference period of at most a month.") % {"hours": hours},
            _("Enter the hours of this period only."),
        )


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's pay reference period. `pay` is what counts: no premiums, no tips, less what the employer keeps."""

    period_start: date
    pay: Decimal
    hours: Decimal
    age: int
    is_apprentice: bool = False
    in_first_year_of_apprenticeship: bool = False


def pay_that_counts(result: Result, *, premiums: Collection[str] = (), kept_by_employer: Collection[str] = ()) -> Decimal:
    """Of a payment what counts for the minimum wage: `Work.pay`. Both name components by code.

    Pay given up for a pension does not count, nor do premiums over basic pay; deductions for the employer's own use or for what a
    worker has to buy for the work lower it (the 2015 Regulations, regulations 9 to 13).
    """
    taken = {line.code: line.amount for line in result.lines}
    return result.gross - sum((taken.get(code, _NOTHING) for code in (*premiums, *kept_by_employer)), _NOTHING)


class Check(msgspec.Struct, frozen=True):
    """What the law asks for, and how much is missing; `hourly` is what was paid for an hour."""

    group: Group
    rate: Decimal
    least_pay: Decimal
    hourly: Decimal
    missing: Decimal

    @property
    def is_enough(self) -> bool:
        """Nothing is missing."""
        return not self.missing


def minimum_wage_on(period_start: date) -> MinimumWage:
    """The rates for a pay reference period. They change each 1 April, some days before the tax year. Raises NoTables."""
    for tables in reversed(all_tables()):
        rates = tables.minimum_wage
        if rates.effective_from <= period_start < rates.effective_from.replace(year=rates.effective_from.year + 1):
            return rates
    raise NoTables("uk", period_start)


def minimum_wage_check(work: Work, trace: Trace) -> Check:
    """Whether the pay is enough. Raises NoTables, HoursNotPossible."""
    if not work.hours.is_finite() or not 0 <= work.hours <= _HOURS_OF_LONGEST_PERIOD:
        raise HoursNotPossible(work.hours)
    group = group_of(work)
    rate: Decimal = getattr(minimum_wage_on(work.period_start), group)
    least = up(rate * work.hours)
    missing = trace.note(
        "uk.minimum_wage",
        max(least - work.pay, _NOTHING),
        pay=work.pay,
        hours=work.hours,
        group=group,
        rate=rate,
        least=least,
    )
    return Check(
        group=group,
        rate=rate,
        least_pay=least,
        hourly=half_up(work.pay / work.hours) if work.hours else _NOTHING,
        missing=missing,
    )


def group_of(work: Work) -> Group:
    """Apprentices have their own rate under 19, and in the first year of their apprenticeship."""
    if work.is_apprentice and (work.age < _APPRENTICE_UNTIL or work.in_first_year_of_apprenticeship):
        return "apprentice"
    if work.age >= _ADULT:
        return "from_21"
    return "from_18" if work.age >= _GROWN else "under_18"
