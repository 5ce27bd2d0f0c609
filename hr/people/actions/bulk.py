"""Many people at once, as an import brings and takes them back: as the actions for one, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from core.audit.actions import Actor, Change, field_values, record_events
from hr.people.actions.employees import take_numbers
from hr.people.actions.employment import TermsChanges, refuse_circles
from hr.people.actions.refusals import EndsBeforeStart, HasAccount, HasReports, ManagerCircle, named_refusals
from hr.people.actions.rows import lock_table
from hr.people.actions.seats import refuse_beyond_plan
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody to be hired: an employee who is not saved yet, and on what terms they are employed from when to when."""

    employee: Employee
    start_date: date
    last_day: date | None = None
    terms: TermsChanges = field(default_factory=TermsChanges)
    """The manager may be another one who is to be hired."""


def hire_employees(*, hires: Sequence[Hire], today: date, acting_user: Actor | None) -> None:
    """Add these people as `hire_employee` adds one, all or none, with numbers in their order.

    Raises WorkEmailTaken, EndsBeforeStart, NoSeatFree, ManagerCircle.
    """
    if any(hire.last_day is not None and hire.last_day < hire.start_date for hire in hires):
        raise EndsBeforeStart
    for hire in hires:
        if hire.terms.get("manager") == hire.employee:
            raise ManagerCircle(hire.employee, hire.employee, hire.start_date)
    with named_refusals():
        lock_table(EmploymentTerms)
        for number, hire in zip(take_numbers(len(hires)), hires, strict=True):
            hire.employee.number = number
            hire.employee.work_email = hire.employee.work_email.strip().lower()
        days = [{"employee": hire.employee, "start_date": hire.start_date, "end_date": hire.last_day} for hire in hires]
        terms = [EmploymentTerms(**each, **hire.terms) for each, hire in zip(days, hires, strict=True)]
        Employee.objects.bulk_create([hire.employee for hire in hires], batch_size=_AT_ONCE)
        EmploymentPeriod.objects.bulk_create([EmploymentPeriod(**each) for each in days], batch_size=_AT_ONCE)
        if coming := [hire.start_date for hire in hires if hire.last_day is None or hire.last_day >= today]:
            refuse_beyond_plan(start_date=min(coming), today=today)
        EmploymentTerms.objects.bulk_create(terms, batch_size=_AT_ONCE)
        refuse_circles({row.employee: row.days for row in terms if row.manager is not None})
        hired = [Change("employee:hired", row.employee, after=_recorded(hire, row)) for hire, row in zip(hires, terms, strict=True)]
        record_events(hired, acting_user=acting_user)


def _recorded(hire: Hire, terms: EmploymentTerms) -> dict[str, object]:
    recorded = {**field_values(hire.employee, ["number", "work_email"]), "start_date": hire.start_date}
    if hire.last_day:
        recorded["end_date"] = hire.last_day
    return recorded | field_values(terms, list(dict.fromkeys(["job_title", "department", "manager", *hire.terms])))


def delete_employees(*, employees: Sequence[Employee], acting_user: Actor | None) -> None:
    """Take back people who were added by mistake as `delete_employee` takes one, all or none; they may report to one another.

    Raises HasReports where somebody else reports to one of them, HasAccount, and Django's ProtectedError where something is
    recorded of one already.
    """
    with named_refusals():
        rows = list(Employee.objects.select_for_update().filter(pk__in=[each.pk for each in employees]))
        if any(row.user_id is not None for row in rows):
            raise HasAccount
        managed = EmploymentTerms.objects.filter(manager__in=rows).exclude(employee__in=rows)
        if managed.exists():
            raise HasReports
        recorded = [Change("employee:deleted", row, before=field_values(row, ["number", "work_email"])) for row in rows]
        record_events(recorded, acting_user=acting_user)
        Employee.objects.filter(pk__in=[row.pk for row in rows]).delete()
