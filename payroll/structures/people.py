"""A person's own values for trying formulas, for whoever may see their pay."""

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.moments import day_text
from hr.people.access import employees_in_reach, get_employee
from hr.people.models import Employee
from payroll.engine.formula.values import FormulaValue
from payroll.engine.inputs import nothing_entered
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

# What cannot be 0 just because it is not known: it has to be typed then.
_AGREED = {"annual_salary", "monthly_salary", "daily_rate", "hourly_rate", "weekly_hours", "pay_periods"}
# A list to choose from; whoever is further down is found by their whole address.
_MOST_PEOPLE = 500


class PersonNotKnown(ValueError):
    """Nobody has this address, or nobody whose pay one may see."""

    def __init__(self, work_email: str) -> None:
        self.message = _("Nobody whose pay you may see has the work e-mail %(email)s. Choose somebody from the list.") % {
            "email": work_email
        }
        super().__init__(self.message)


class NothingAgreed(ValueError):
    """There are no terms of pay to try with."""

    def __init__(self, employee: Employee, day: date) -> None:
        self.message = _("%(person)s has no pay terms on %(day)s. Record them first, or try with typed values.") % {
            "person": employee,
            "day": day_text(day),
        }
        super().__init__(self.message)


def people_to_try(viewer: User, day: date) -> list[Employee]:
    """Whom one may try with, by name."""
    return list(employees_in_reach(viewer, Capability.VIEW_SALARY, on=day).employed_on(day).order_by("last_name")[:_MOST_PEOPLE])


def known_of(viewer: User, work_email: str, day: date) -> Mapping[str, FormulaValue]:
    """A person's inputs on a day; what is not known of them is nothing. That they were looked at is written down.

    Raises PersonNotKnown, NothingAgreed.
    """
    found = employees_in_reach(viewer, Capability.VIEW_SALARY, on=day).filter(work_email__iexact=work_email).first()
    if found is None:
        raise PersonNotKnown(work_email)
    employee = get_employee(viewer, found.pk, to=Capability.VIEW_SALARY, on=day)
    # Who knows what is agreed with a person stands above structures, so it is named in the settings.
    values_on: Callable[..., Mapping[str, FormulaValue]] = import_string(settings.PAY_VALUES)
    values = values_on(employee=employee, day=day)
    if not values:
        raise NothingAgreed(employee, day)
    return {name: value for name, value in nothing_entered().items() if name not in _AGREED} | dict(values)
