"""Coming: what it takes beside the employment itself."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.audit.actions import Actor
from hr.lifecycle.actions.checklists import move_checklists, start_own_checklists
from hr.lifecycle.models import Checklist, Occasion
from hr.people import actions as people
from hr.people.models import Employee, EmploymentPeriod
from tenants.accounts.actions import end_access
from tenants.accounts.models import User
from tenants.companies.models import Company


def hire(
    *, start_date: date, today: date, acting_user: User, roles: Iterable[str] = (), company: Company, now: datetime, **person: Any
) -> Employee:
    """Hire somebody, give them an account if they get roles, and start their checklists: all of it, or nothing.

    `person` is what `hr.people.actions.hire_employee` takes. Raises what it and `give_account` raise.
    """
    codes = list(roles)
    with transaction.atomic():
        employee = people.hire_employee(start_date=start_date, today=today, acting_user=acting_user, **person)
        if codes:
            employee.user = people.give_account(employee=employee, roles=codes, company=company, acting_user=acting_user, now=now)
        _start(employee, start_date, today, acting_user)
    return employee


def hire_many(*, hires: Sequence[people.Hire], today: date, acting_user: Actor | None) -> None:
    """Hire as `hr.people.actions.hire_employees`, and start the checklists of whoever is still to come, and to go.

    Whoever has been here for a while is not welcomed anew. Nobody gets an account. Raises as that does.
    """
    coming = {hire.employee: hire.start_date for hire in hires if hire.start_date >= today}
    going = {hire.employee: hire.last_day for hire in hires if hire.last_day is not None and hire.last_day >= today}
    with transaction.atomic():
        people.hire_employees(hires=hires, today=today, acting_user=acting_user)
        for occasion, days in ((Occasion.ONBOARDING, coming), (Occasion.OFFBOARDING, going)):
            start_own_checklists(occasion=occasion, days=days, today=today, acting_user=acting_user)


def rehire(*, employee: Employee, start_date: date, today: date, acting_user: User, **terms: Any) -> EmploymentPeriod:
    """Employ somebody again, and start their checklists. From the first day on their access goes on if they still have an account.

    Where that day lies ahead, `hr.people.actions.reopen_access` sees to it. Raises what `hr.people.actions.rehire_employee`
    raises, and BeyondOwnRights of accounts.
    """
    with transaction.atomic():
        period = people.rehire_employee(employee=employee, start_date=start_date, today=today, acting_user=acting_user, **terms)
        if start_date <= today and employee.user is not None and employee.user.is_active:
            end_access(user=employee.user, at=None, acting_user=acting_user)
        _start(employee, start_date, today, acting_user)
    return period


def change_first_day(*, employee: Employee, start_date: date, today: date, acting_user: User) -> EmploymentPeriod:
    """Move somebody's first day, and with it what is still to be done for it. Raises as `hr.people.actions.change_first_day`."""
    with transaction.atomic():
        people.hold_employment_still()
        former = employee.period_history.latest("start_date").start_date
        period = people.change_first_day(employee=employee, start_date=start_date, today=today, acting_user=acting_user)
        begun = Checklist.objects.filter(employee=employee, occasion=Occasion.ONBOARDING, anchor_date=former)
        move_checklists(checklists=begun, anchor_date=start_date, today=today)
    return period


def _start(employee: Employee, start_date: date, today: date, acting_user: User) -> None:
    start_own_checklists(occasion=Occasion.ONBOARDING, days={employee: start_date}, today=today, acting_user=acting_user)
