"""Class 1 National Insurance of employees, directors and their employer.

Source: HMRC, "National Insurance contributions: guidance for software developers" (exact percentage method) and booklet CA44
for directors. Each band of earnings is rounded on its own: cut off at three decimals, then to the penny with halves down.
"""

from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import WHOLE, down, half_down, up
from payroll.engine.trace import Trace
from payroll.statutory.uk.tables import NationalInsurance, Threshold
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")
_THREE_PLACES = Decimal("0.001")
_WEEKS = 52
_MONTHS = 12


class CategoryNotKnown(CannotCalculate):
    """No contributions are laid down for this category letter."""

    def __init__(self, category: str, known: str) -> None:
        self.category = category
        super().__init__(
            _("National Insurance cannot be worked out."),
            _("%(category)s is not a National Insurance category letter.") % {"category": repr(category)},
            _("Use one of %(known)s.") % {"known": known},
        )


class EarningsPeriod(msgspec.Struct, frozen=True):
    """What contributions are reckoned over: `length` weeks (`of_year` 52), months (12) or a whole year (1)."""

    length: int
    of_year: int


class Contributions(msgspec.Struct, frozen=True):
    """Pounds that employee and employer owe. The earnings up to each threshold are what the FPS reports."""

    employee: Decimal
    employer: Decimal
    at_lower_limit: Decimal
    lower_limit_to_primary: Decimal
    primary_to_upper_limit: Decimal


class DirectorsYear(msgspec.Struct, frozen=True):
    """A director's year without this payment, and how many weeks of it they have been one (52, or fewer in the first)."""

    earnings: Decimal
    employee: Decimal
    employer: Decimal
    weeks: int = _WEEKS


def class_1(earnings: Decimal, category: str, period: EarningsPeriod, tables: NationalInsurance, trace: Trace) -> Contributions:
    """Contributions on the earnings of one earnings period. Raises CategoryNotKnown."""
    if category not in tables.employee_rates:
        raise CategoryNotKnown(category, ", ".join(tables.employee_rates))
    lower = threshold_of(tables.lower_earnings_limit, period)
    primary = threshold_of(tables.primary_threshold, period)
    upper = threshold_of(tables.upper_earnings_limit, period)
    main_rate, upper_rate = tables.employee_rates[category]
    to_upper = _between(earnings, primary, upper)
    above_upper = _between(earnings, upper, None)
    employee = _band(to_upper, main_rate) + _band(above_upper, upper_rate)
    trace.note(
        "uk.ni.employee",
        employee,
        category=category,
        primary=primary,
        upper=upper,
        to_upper=to_upper,
        main_rate=percent(main_rate),
        above_upper=above_upper,
        upper_rate=percent(upper_rate),
    )
    reaches_lower_limit = earnings >= lower
    return Contributions(
        employee=employee,
        employer=_employer(earnings, category, period, tables, trace),
        at_lower_limit=lower if reaches_lower_limit else _NOTHING,
        lower_limit_to_primary=_between(earnings, lower, primary) if reaches_lower_limit else _NOTHING,
        primary_to_upper_limit=to_upper,
    )


def directors_annual(
    earnings: Decimal, category: str, before: DirectorsYear, tables: NationalInsurance, trace: Trace
) -> Contributions:
    """Contributions of a director by the annual method: on all of the year so far, less what was paid. Raises CategoryNotKnown."""
    year = EarningsPeriod(length=before.weeks, of_year=_WEEKS) if before.weeks < _WEEKS else EarningsPeriod(length=1, of_year=1)
    to_date = class_1(before.earnings + earnings, category, year, tables, trace)
    return msgspec.structs.replace(
        to_date,
        employee=trace.note("uk.ni.director", to_date.employee - before.employee, to_date=to_date.employee, paid=before.employee),
        employer=trace.note("uk.ni.director", to_date.employer - before.employer, to_date=to_date.employer, paid=before.employer),
    )


def threshold_of(threshold: Threshold, period: EarningsPeriod) -> Decimal:
    """The threshold for an earnings period: as published for one week, month or year, else the year's share, up to the pound."""
    if period.length == 1:
        return {_WEEKS: threshold.week, _MONTHS: threshold.month, 1: threshold.year}[period.of_year]
    return up(threshold.year * period.length / period.of_year, WHOLE)


def _employer(earnings: Decimal, category: str, period: EarningsPeriod, tables: NationalInsurance, trace: Trace) -> Decimal:
    pays_from = tables.employer_from.get(category)
    if pays_from is None:
        return trace.note("uk.ni.employer_none", _NOTHING, category=category)
    start = threshold_of(getattr(tables, pays_from), period)
    upper = threshold_of(tables.upper_earnings_limit, period)
    below, above = _between(earnings, start, upper), _between(earnings, upper, None)
    amount = _band(below, tables.employer_rate) + _band(above, tables.employer_rate)
    return trace.note(
        "uk.ni.employer", amount, category=category, start=start, earnings=below + above, rate=percent(tables.employer_rate)
    )


def _between(earnings: Decimal, low: Decimal, high: Decimal | None) -> Decimal:
    capped = earnings if high is None else min(earnings, high)
    return max(capped - low, _NOTHING)


def _band(earnings: Decimal, rate: Decimal) -> Decimal:
    return half_down(down(earnings * rate, _THREE_PLACES))
