"""A person's own payment for trying formulas and structures, for whoever may see their pay."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.moments import day_text
from hr.people.access import employees_in_reach, get_employee
from hr.people.models import Employee
from payroll.engine.case import Case
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

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


def case_of(viewer: User, work_email: str, day: date, *, today: date, country: str) -> Case:
    """A person's payment for the period that has `day`, by the law of `country`, if one is named. The look is written down.

    Raises PersonNotKnown, NothingAgreed, CannotCalculate.
    """
    found = employees_in_reach(viewer, Capability.VIEW_SALARY, on=today).filter(work_email__iexact=work_email).first()
    if found is None:
        raise PersonNotKnown(work_email)
    employee = get_employee(viewer, found.pk, to=Capability.VIEW_SALARY, on=today)
    # Who knows what is agreed with a person stands above structures, so it is named in the settings.
    case_for: Callable[..., Case | None] = import_string(settings.PAY_CASE)
    case = case_for(employee=employee, day=day, country=country)
    if case is None:
        raise NothingAgreed(employee, day)
    return case
