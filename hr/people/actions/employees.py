"""Persons: hired, changed in what does not depend on the day, and taken back."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import connection

from core.audit.actions import Actor, field_values, record_event
from hr.people.actions.employment import TermsChanges, begin_employment
from hr.people.actions.refusals import HasReports, named_refusals
from hr.people.actions.rows import change_row
from hr.people.models import Employee, EmploymentTerms
from tenants.accounts.actions import change_email, deactivate_account
from tenants.accounts.models import User

_COUNT_ON = """
INSERT INTO people_employeenumbering AS numbering (id, latest) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET latest = numbering.latest + excluded.latest RETURNING latest
"""


class EmployeeChanges(TypedDict, total=False):
    """What `change_employee` may change."""

    first_name: str
    last_name: str
    work_email: str
    time_zone: str


def hire_employee(
    *,
    first_name: str,
    last_name: str,
    work_email: str,
    start_date: date,
    today: date,
    acting_user: Actor,
    time_zone: str = "",
    user: User | None = None,
    **terms: Unpack[TermsChanges],
) -> Employee:
    """Add a person with the next number (none is given twice), employed from `start_date` on these terms.

    Raises WorkEmailTaken; HasAccount if `user` is another employee's account; NoSeatFree; ManagerCircle.
    """
    with named_refusals():
        employee = Employee.objects.create(
            number=take_numbers(1)[0],
            first_name=first_name,
            last_name=last_name,
            work_email=work_email.strip().lower(),
            time_zone=time_zone,
            user=user,
        )
        begun = begin_employment(employee=employee, start_date=start_date, today=today, terms=terms)
        recorded = {**field_values(employee, ["number", "work_email"]), "start_date": start_date}
        after = recorded | field_values(begun, list(dict.fromkeys(["job_title", "department", "manager", *terms])))
        record_event(action="employee:hired", acting_user=acting_user, subject=employee, after=after)
    return employee


def change_employee(*, employee: Employee, acting_user: User, **changes: Unpack[EmployeeChanges]) -> Employee:
    """Change what is named and return the employee as it is now. Raises WorkEmailTaken.

    Whoever signs in with their work e-mail goes on doing so with the new one: raises EmailTaken and BeyondOwnRights of accounts.
    """
    if "work_email" in changes:
        changes["work_email"] = changes["work_email"].strip().lower()
    with named_refusals():
        current = Employee.objects.select_for_update(of=("self",)).select_related("user").get(pk=employee.pk)
        work_email = current.work_email
        change_row(current, dict(changes), action="employee:changed", acting_user=acting_user)
        if current.user is not None and current.user.email == work_email != current.work_email:
            change_email(user=current.user, email=current.work_email, acting_user=acting_user)
    return current


def delete_employee(*, employee: Employee, acting_user: User) -> None:
    """Take back somebody who was added by mistake; they sign in no more. Raises HasReports, AccountRefusal of accounts.

    Raises Django's ProtectedError where something is recorded of them already.
    """
    with named_refusals():
        current = Employee.objects.select_for_update(of=("self",)).select_related("user").get(pk=employee.pk)
        if EmploymentTerms.objects.filter(manager=current).exists():
            raise HasReports
        if current.user is not None:
            deactivate_account(user=current.user, acting_user=acting_user)
        recorded = field_values(current, ["number", "work_email", "user"])
        terms = current.terms_history.select_related("department").earliest("start_date")
        recorded |= field_values(terms, ["start_date", "job_title", "department"])
        record_event(action="employee:deleted", acting_user=acting_user, subject=current, before=recorded)
        current.delete()


def take_numbers(count: int) -> range:
    """The next numbers of employees; none is given again."""
    # Another hire waits here until this one has committed or is undone, so there are neither twins nor gaps.
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [count])
        [latest] = cursor.fetchone()
    return range(latest - count + 1, latest + 1)
