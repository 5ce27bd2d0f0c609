"""What pay terms come to on a day, as inputs of formulas, for whoever tries those."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hr.people.models import Employee
from payroll.compensation.queries import terms_on
from payroll.compensation.rules.terms import PERIODS_A_YEAR
from payroll.engine.formula.values import FormulaValue

_NOT_KNOWN = Decimal(0)


def values_on(*, employee: Employee, day: date) -> Mapping[str, FormulaValue]:
    """The inputs that follow from somebody's pay terms, per period; none without terms. Named in the settings as PAY_VALUES.

    A rate that cannot follow, such as the hourly one of somebody whose hours are not known, is left out.
    """
    row = terms_on(employee, day)
    if row is None:
        return {}
    rates = row.terms.rates(weekly_hours=_NOT_KNOWN, weekly_days=_NOT_KNOWN)
    known = {
        "annual_salary": rates.annual,
        "monthly_salary": rates.monthly,
        "daily_rate": rates.daily,
        "hourly_rate": rates.hourly,
    }
    return {
        "pay_basis": row.terms.basis.value,
        "pay_frequency": row.terms.frequency.value,
        "pay_periods": Decimal(PERIODS_A_YEAR[row.terms.frequency]),
        **{name: rate for name, rate in known.items() if rate is not None},
    }
