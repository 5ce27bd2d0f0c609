"""Reads of people."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from core.periods import DateRange
from core.prepared import prepared
from hr.people.models import Department, Employee, EmployeeQuerySet, EmploymentPeriod, EmploymentTerms, Location
from hr.people.rules import ReportingLine
from tenants.accounts.models import User

# What terms point to; fetched along wherever they are compared or shown.
RELATED_TERMS = ("department", "manager", "location", "work_pattern")
# Every page asks who looks, few show their department and manager, and each table more makes the query slower.
_OF_VIEWER = ("period", "terms__location")


def employee_of_user(user: User, *, on: date) -> Employee | None:
    """The employee who signs in with this account, if there is one, as of a day.

    One query per account object, so one per request, whose day is one: page and navigation both ask.
    """
    known = vars(user)
    if "known_employee" not in known:
        known["known_employee"] = next(iter(_employees_of(user_id=user.pk, on=on)), None)
    return cast("Employee | None", known["known_employee"])


@prepared
def _employees_of(*, user_id: UUID, on: date) -> EmployeeQuerySet:
    reports = EmploymentTerms.objects.filter(manager=OuterRef("pk")).covering(on)
    employees = Employee.objects.as_of(on, user_id=user_id).annotate(has_reports=Exists(reports))
    return employees.select_related(None).select_related(*_OF_VIEWER)


def has_reports(user: User, *, on: date) -> bool:
    """Whether anybody reports to the employee who signs in with this account; no query after `employee_of_user`."""
    employee = employee_of_user(user, on=on)
    return employee is not None and bool(vars(employee)["has_reports"])


def everybody_on(day: date) -> EmployeeQuerySet:
    """The people whose employment covers `day`, with its terms."""
    return Employee.objects.as_of(day).employed_on(day)


def reports_of(user: User, day: date) -> EmployeeQuerySet:
    """The people on `day` whose manager signs in with this account."""
    return everybody_on(day).filter(Q(terms__manager__user=user))


def list_departments() -> QuerySet[Department]:
    """All departments by name."""
    return Department.objects.order_by(Lower("name"))


def list_locations() -> QuerySet[Location]:
    """All locations by name."""
    return Location.objects.order_by(Lower("name"))


def list_managers(*, on: date) -> EmployeeQuerySet:
    """Everybody to whom somebody reports on a day, by name."""
    managed = EmploymentTerms.objects.filter(manager=OuterRef("pk")).covering(on)
    return Employee.objects.filter(Exists(managed)).order_by("first_name", "last_name", "id")


def list_reports(*, manager: Employee, today: date) -> EmployeeQuerySet:
    """Who reports to somebody, by name."""
    return everybody_on(today).filter(Q(terms__manager=manager)).order_by("first_name", "last_name", "id")


def terms_on(employee: Employee, day: date) -> EmploymentTerms | None:
    """The terms on which somebody is employed on `day`; None if they are not. For lists: `EmployeeQuerySet.as_of`."""
    return employee.terms_history.select_related(*RELATED_TERMS).covering(day).first()


def terms_on_many(employees: Iterable[Employee], day: date) -> dict[UUID, EmploymentTerms]:
    """The terms of those who are employed on `day`, by the employee's key; one query."""
    rows = EmploymentTerms.objects.filter(employee__in=employees).covering(day).select_related(*RELATED_TERMS)
    return {row.employee_id: row for row in rows}


def terms_between(employee: Employee, days: DateRange) -> list[EmploymentTerms]:
    """Each of the terms that hold on some of `days`, in order; a pay run prorates by them."""
    rows = employee.terms_history.overlapping(days).select_related(*RELATED_TERMS)
    return list(rows.order_by("start_date"))


def terms_between_many(employees: Iterable[Employee], days: DateRange) -> dict[UUID, list[EmploymentTerms]]:
    """The same for many people, by the employee's key; one query."""
    rows = EmploymentTerms.objects.filter(employee__in=employees).overlapping(days).select_related("department", "location")
    return _by_employee(rows.order_by("start_date"))


def periods_between_many(employees: Iterable[Employee], days: DateRange) -> dict[UUID, list[EmploymentPeriod]]:
    """The employments of each that cover some of `days`, in order, by the employee's key; one query."""
    rows = EmploymentPeriod.objects.filter(employee__in=employees).overlapping(days)
    return _by_employee(rows.order_by("start_date"))


def _by_employee[Row: (EmploymentTerms, EmploymentPeriod)](rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.employee_id, []).append(row)
    return found


def employment_of(employee: Employee) -> tuple[list[EmploymentPeriod], list[EmploymentTerms]]:
    """All employments and all terms of somebody, in order, planned ones too; two queries."""
    terms = employee.terms_history.select_related(*RELATED_TERMS).order_by("start_date")
    return list(employee.period_history.order_by("start_date")), list(terms)


def period_on(employee: Employee, day: date) -> EmploymentPeriod | None:
    """The employment that covers `day`, if there is one."""
    return employee.period_history.covering(day).first()


def find_by_work_email(email: str) -> Employee | None:
    """Whose work e-mail it is."""
    return Employee.objects.filter(work_email=email.lower()).first()


def nearest_period(employee: Employee, day: date) -> EmploymentPeriod:
    """The employment that covers `day`, or else the last before it, or else the first after it."""
    return employee.period_history.nearest_first(day)[0]


def reporting_lines(days: DateRange) -> list[ReportingLine]:
    """Who reports to whom on which of `days`."""
    rows = EmploymentTerms.objects.filter(manager__isnull=False).overlapping(days)
    values = rows.values_list("employee_id", "manager_id", "start_date", "end_date")
    return [ReportingLine(employee, manager, DateRange(start, end)) for employee, manager, start, end in values]


def closed_until_of(employee_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Until when pay is final, by employee, for those whose is: on those days no terms change any more."""
    # Known above people, so it is named in the settings.
    find: Callable[[list[UUID]], dict[UUID, date]] = import_string(settings.PAY_CLOSED_UNTIL)
    return find(list(employee_ids))
