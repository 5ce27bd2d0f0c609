"""Reads of people."""

from datetime import date
from enum import StrEnum
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower

from hr.people.models import Department, Employee, EmployeeQuerySet
from tenants.accounts.models import User


class DirectoryOrder(StrEnum):
    """How the directory may be sorted; the values stand in addresses."""

    NAME = "name"
    NAME_BACKWARDS = "-name"
    DEPARTMENT = "department"
    START = "start"


_COLUMNS_OF_ORDER = {
    DirectoryOrder.NAME: ["sort_first", "sort_last"],
    DirectoryOrder.NAME_BACKWARDS: ["-sort_first", "-sort_last"],
    DirectoryOrder.DEPARTMENT: ["department__name", "sort_first", "sort_last"],
    DirectoryOrder.START: ["-start_date", "sort_first", "sort_last"],
}


def employee_of_user(user: User) -> Employee | None:
    """The employee who signs in with this account, if there is one, with the department.

    One query per account object, so one per request: page and navigation both ask.
    """
    known = vars(user)
    if "known_employee" not in known:
        reports = Employee.objects.filter(manager=OuterRef("pk"))
        employees = Employee.objects.select_related("department").annotate(has_reports=Exists(reports))
        known["known_employee"] = employees.filter(user=user).first()
    return cast("Employee | None", known["known_employee"])


def has_reports(user: User) -> bool:
    """Whether anybody reports to the employee who signs in with this account; no query after `employee_of_user`."""
    employee = employee_of_user(user)
    return employee is not None and bool(vars(employee)["has_reports"])


def everybody_on(day: date) -> EmployeeQuerySet:
    """The people whose employment covers `day`."""
    return Employee.objects.all().employed_on(day)


def reports_of(user: User, day: date) -> EmployeeQuerySet:
    """The people on `day` whose manager signs in with this account."""
    return everybody_on(day).filter(manager__user=user)


def find_in_directory(
    *, today: date, words: str = "", department_id: UUID | None = None, order: DirectoryOrder = DirectoryOrder.NAME
) -> EmployeeQuerySet:
    """The directory: people who work here or will, with their department.

    Each of the words has to occur in the name, the title, the department or the work e-mail.
    """
    people = (
        Employee.objects.filter(Q(end_date__isnull=True) | Q(end_date__gte=today))
        .select_related("department")
        .annotate(
            sort_first=Lower("first_name"),
            sort_last=Lower("last_name"),
            # One text, so that "Carol Chen" is found by both words in either order.
            found_in=Concat(
                "first_name",
                Value(" "),
                "last_name",
                Value(" "),
                "job_title",
                Value(" "),
                "work_email",
                output_field=TextField(),
            ),
        )
    )
    for word in words.split():
        people = people.filter(Q(found_in__icontains=word) | Q(department__name__icontains=word))
    if department_id is not None:
        people = people.filter(department_id=department_id)
    return people.order_by(*_COLUMNS_OF_ORDER[order], "id")


def list_departments() -> QuerySet[Department]:
    """All departments by name."""
    return Department.objects.order_by(Lower("name"))


def profiles() -> EmployeeQuerySet:
    """Employees with what a profile shows of them."""
    return Employee.objects.select_related("department", "manager")


def list_reports(*, manager: Employee, today: date) -> EmployeeQuerySet:
    """Who reports to somebody, by name."""
    return everybody_on(today).filter(manager=manager).order_by("first_name", "last_name", "id")
