"""What cannot be written of people, each with the sentence that says why and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _, ngettext

from core.moments import day_text
from hr.custom_fields.models import CustomField
from hr.people.models import Department, Employee
from tenants.features.queries import Limits

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class PeopleRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""


class WorkEmailTaken(PeopleRefusal):
    """Somebody else has that work address."""

    message = _("Another employee has this work e-mail. Each person needs an address of their own.")


class EndsBeforeStart(PeopleRefusal):
    """The last day would come before the first."""

    message = _("The last day cannot come before the first day. Check both dates.")


class EmploymentsOverlap(PeopleRefusal):
    """Two employments of one person would share a day."""

    message = _("This person is employed on some of these days already. Employments cannot overlap: check the dates of both.")


class NotEmployed(PeopleRefusal):
    """A change would begin on a day on which the person is not employed."""

    def __init__(self, employee: Employee, day: date) -> None:
        super().__init__(employee.pk, day)
        self.message = _(
            "%(employee)s is not employed on %(day)s, so nothing can change from that day. Choose a day of the employment."
        ) % {"employee": employee, "day": day_text(day)}


class ChangesClosed(PeopleRefusal):
    """A change would reach into days for which the person's pay is final."""

    def __init__(self, day: date, closed_until: date) -> None:
        super().__init__(day, closed_until)
        self.message = _(
            "Pay is closed up to %(closed_until)s, so employment cannot change from %(day)s. Choose a later day, or ask whoever "
            "runs payroll to open the days again under “Closed pay periods”."
        ) % {"day": day_text(day), "closed_until": day_text(closed_until)}


class NoSeatFree(PeopleRefusal):
    """The company's plan allows no more people at a time."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.message = _(
            "Your plan, %(plan)s, is for up to %(employees)s people at a time, and all places are taken. Choose a larger plan, or "
            "enter the last day of whoever has left."
        ) % {"plan": limits.plan_name, "employees": limits.employees}


class NoLocationFree(PeopleRefusal):
    """The company's plan allows no more locations."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.message = ngettext(
            "Your plan, %(plan)s, is for one location. Choose a larger plan to add another; those that you have stay.",
            "Your plan, %(plan)s, is for up to %(count)s locations. Choose a larger plan to add another; those that you have stay.",
            limits.locations or 0,
        ) % {"plan": limits.plan_name, "count": limits.locations}


class FirstTerms(PeopleRefusal):
    """The terms with which an employment begins cannot be taken back."""

    message = _("An employment needs terms from its first day on, so these cannot be taken back. Change them instead.")


class ManagerCircle(PeopleRefusal):
    """Somebody would come to be their own manager, directly or through others, on `day`."""

    def __init__(self, employee: Employee, manager: Employee, day: date) -> None:
        super().__init__(employee.pk, manager.pk, day)
        words = {"employee": employee, "manager": manager, "day": day_text(day)}
        if employee.pk == manager.pk:
            self.message = _("%(employee)s cannot be their own manager. Choose somebody else, or nobody.") % words
        else:
            self.message = (
                _(
                    "%(manager)s cannot manage %(employee)s, because %(manager)s reports to %(employee)s on %(day)s, directly or "
                    "through others. Choose another manager, or change who %(manager)s reports to first."
                )
                % words
            )


class HasReports(PeopleRefusal):
    """Others report, reported or will report to the employee who is to be deleted."""

    message = _("Others report to this person, or have done, so they cannot be deleted. Use “End employment” instead.")


class DepartmentNameTaken(PeopleRefusal):
    """There is a department of that name."""

    message = _("There is a department with this name already. Give this one another name.")


class DepartmentCircle(PeopleRefusal):
    """A department would become a part of itself."""

    def __init__(self, department: Department, parent: Department) -> None:
        super().__init__(department.pk, parent.pk)
        self.message = _("%(department)s cannot be part of %(parent)s, which belongs to it. Choose another department.") % {
            "department": department,
            "parent": parent,
        }


class HasAccount(PeopleRefusal):
    """The employee signs in already, or the account belongs to somebody else."""

    message = _("This person has an account already. To let them choose a new password, ask them to use “Forgot password”.")


class HasLeft(PeopleRefusal):
    """The account would close at once."""

    message = _("This person’s last day has passed, so an account would close at once. Change the last day first if it is wrong.")


class RoleBeyondOwn(PeopleRefusal):
    """Somebody tried to give a role that allows more than they may themselves."""

    message = _("You can only give roles that allow no more than your own. Ask an owner of the company to give this one.")


class CustomValueRefused(PeopleRefusal):
    """A value cannot stand in a field that the company has added, or is missing."""

    def __init__(self, field: CustomField, why: object = "") -> None:
        super().__init__(field.pk)
        why = why or _("it has to be filled in.")
        self.message = _("%(field)s: %(why)s") % {"field": field.name, "why": why}


class FieldInUse(PeopleRefusal):
    """A field is still shown, so its values are not deleted."""

    def __init__(self, field: CustomField) -> None:
        super().__init__(field.pk)
        self.message = _("%(field)s is in use. Remove it first; then its values can be deleted for good.") % {"field": field.name}


_REFUSAL_OF_CONSTRAINT: dict[str, type[PeopleRefusal]] = {
    "employee_work_email_unique": WorkEmailTaken,
    "employment_ends_after_start": EndsBeforeStart,
    "employment_period_no_overlap": EmploymentsOverlap,
    "people_employee_user_id_key": HasAccount,
    "department_name_unique": DepartmentNameTaken,
}


@contextmanager
def named_refusals() -> Iterator[None]:
    """A transaction in which the database's refusals get our names."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in _REFUSAL_OF_CONSTRAINT:
            raise
        raise _REFUSAL_OF_CONSTRAINT[constraint] from error
