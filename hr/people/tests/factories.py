"""People in tables, as tests need them."""

from datetime import date
from typing import Any

from hr.people.actions import TermsChanges
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms
from tenants.accounts.models import User

FIRST_DAY = date(2026, 1, 5)


def employ(employee: Employee, *, start_date: date = FIRST_DAY, end_date: date | None = None, **terms: Any) -> None:
    """Make this the only employment of somebody, on terms like those they had; no audit row is written."""
    dates = {"start_date": start_date, "end_date": end_date}
    latest = employee.terms_history.order_by("start_date").last()
    if latest is not None:
        terms = {name: getattr(latest, name) for name in TermsChanges.__annotations__} | terms
    employee.period_history.all().delete()
    employee.terms_history.all().delete()
    EmploymentPeriod.objects.create(employee=employee, **dates)
    EmploymentTerms.objects.create(employee=employee, **dates, **terms)


def employ_user(user: User, **employment: Any) -> None:
    """The same for whoever signs in with an account."""
    employ(Employee.objects.get(user=user), **employment)


def add_people(count: int, *, start_date: date = FIRST_DAY, **terms: Any) -> list[Employee]:
    """Test 0, Test 1 and so on, employed from `start_date` on, in a few statements."""
    people = [
        Employee(number=1000 + index, first_name="Test", last_name=str(index), work_email=f"test{index}@acme.example")
        for index in range(count)
    ]
    Employee.objects.bulk_create(people)
    EmploymentPeriod.objects.bulk_create(EmploymentPeriod(employee=each, start_date=start_date) for each in people)
    EmploymentTerms.objects.bulk_create(EmploymentTerms(employee=each, start_date=start_date, **terms) for each in people)
    return people


def as_sent(employee: Employee, **changes: Any) -> dict[str, Any]:
    """What the browser sends of somebody's screen in the administration, as it stands: nothing in its tabs."""
    person = {name: getattr(employee, name) for name in ("first_name", "last_name", "work_email", "time_zone")}
    tabs = ("personal_record", "addresses", "emergency_contacts", "dependants", "education", "skills", "certificates")
    counts = {f"{tab}-{count}": 0 for tab in tabs for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {**person, **counts, **changes}
