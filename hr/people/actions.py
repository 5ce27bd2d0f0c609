"""Writes of people."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, record_event
from hr.people.models import Department, Employee
from tenants.accounts.models import User


class WorkEmailTaken(Exception):
    """Somebody else has that work address."""

    message = _("Another employee has this work e-mail. Each person needs an address of their own.")


def hire_employee(
    *,
    first_name: str,
    last_name: str,
    work_email: str,
    start_date: date,
    acting_user: Actor,
    job_title: str = "",
    department: Department | None = None,
    manager: Employee | None = None,
    time_zone: str = "",
    user: User | None = None,
) -> Employee:
    """Add a person with the next number. Raises WorkEmailTaken."""
    try:
        with transaction.atomic():
            employee = Employee.objects.create(
                number=_next_number(),
                first_name=first_name,
                last_name=last_name,
                work_email=work_email.strip().lower(),
                start_date=start_date,
                job_title=job_title,
                department=department,
                manager=manager,
                time_zone=time_zone,
                user=user,
            )
            record_event(
                action="employee:hired",
                acting_user=acting_user,
                subject=employee,
                after={
                    "number": employee.number,
                    "work_email": employee.work_email,
                    "start_date": start_date,
                    "job_title": job_title,
                    "department": department,
                    "manager": manager,
                },
            )
    except IntegrityError as error:
        raise WorkEmailTaken from error
    return employee


def _next_number() -> int:
    # Two hires at once must not take the same number; the lock ends with the transaction.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_employee IN SHARE ROW EXCLUSIVE MODE")
    return (Employee.objects.aggregate(latest=Max("number"))["latest"] or 0) + 1
