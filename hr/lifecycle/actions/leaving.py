"""Leaving: the employment's end, the end of access, who leads the reports on, and what is left to do."""

from datetime import date, datetime, timedelta

from django.db import transaction

from core.audit.actions import record_event
from core.periods import DateRange
from hr.lifecycle.actions.checklists import move_checklists, start_own_checklists, withdraw_checklists
from hr.lifecycle.actions.refusals import AccessBeforeNow, NoAccess, OwnSuccessor
from hr.lifecycle.models import Checklist, ChecklistTask, Occasion, Owner, TemplateTask
from hr.people import actions as people
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms
from tenants.accounts.actions import end_access
from tenants.accounts.models import User

_DAY = timedelta(days=1)


def leave(
    *,
    employee: Employee,
    last_day: date,
    access_ends_at: datetime | None = None,
    successor: Employee | None = None,
    today: date,
    now: datetime,
    acting_user: User,
) -> EmploymentPeriod:
    """Set or move somebody's last day, with all that follows from it, or nothing of it.

    Their access ends at the moment that is given; without one, when the last day is over and no shift of it can still run.
    Whoever reports to them from the day after on reports to `successor`, or to nobody. Tasks that name them go to HR, and the
    checklists of leaving start, or move along with the day.

    Raises NoAccess, AccessBeforeNow, OwnSuccessor, what `hr.people.actions.end_employment` and `change_terms` raise, and
    LastOwner and BeyondOwnRights of accounts.
    """
    if successor is not None and successor.pk == employee.pk:
        raise OwnSuccessor
    with transaction.atomic():
        # Of two at once, the second finds what the first has begun.
        people.hold_employment_still()
        former = employee.period_history.latest("start_date").end_date
        period = people.end_employment(employee=employee, last_day=last_day, today=today, acting_user=acting_user)
        _end_access(employee, access_ends_at, now=now, acting_user=acting_user)
        if last_day < date.max:
            _hand_over(employee, successor, last_day + _DAY, acting_user=acting_user)
        begun = _of_leaving(employee, former) if former else []
        move_checklists(checklists=begun, anchor_date=last_day, today=today)
        # A last day that was agreed when they came, and is still to come, has none yet.
        if former is None or (not begun and last_day >= today):
            start_own_checklists(occasion=Occasion.OFFBOARDING, days={employee: last_day}, today=today, acting_user=acting_user)
    return period


def stay(*, employee: Employee, today: date, acting_user: User) -> EmploymentPeriod:
    """Take somebody's leaving back: the employment goes on, and so does their access; what was to be done for it goes.

    Who reported to them stays where they are. Raises as `hr.people.actions.end_employment`, and BeyondOwnRights of accounts.
    """
    with transaction.atomic():
        people.hold_employment_still()
        former = employee.period_history.latest("start_date").end_date
        period = people.end_employment(employee=employee, last_day=None, today=today, acting_user=acting_user)
        if employee.user is not None and employee.user.is_active:
            end_access(user=employee.user, at=None, acting_user=acting_user)
        if former is not None:
            withdraw_checklists(checklists=_of_leaving(employee, former), acting_user=acting_user)
    return period


def _of_leaving(employee: Employee, last_day: date) -> list[Checklist]:
    return list(Checklist.objects.filter(employee=employee, occasion=Occasion.OFFBOARDING, anchor_date=last_day))


def _end_access(employee: Employee, at: datetime | None, *, now: datetime, acting_user: User) -> None:
    user = employee.user
    if user is None or not user.is_active:
        if at is not None:
            raise NoAccess
        return
    if at is not None and at != user.access_ends_at and at < now:
        raise AccessBeforeNow
    end_access(user=user, at=at, acting_user=acting_user)


def _hand_over(employee: Employee, successor: Employee | None, start_date: date, *, acting_user: User) -> None:
    """Reports from `start_date` on, planned ones too, and tasks that name the person who leaves."""
    led = EmploymentTerms.objects.filter(manager=employee).overlapping(DateRange(start_date)).select_related("employee")
    changes = [
        people.TermsChange(
            terms.employee,
            max(terms.start_date, start_date),
            # Whoever was to lead themselves leads nobody of their own: they report to nobody then.
            {"manager": None if successor == terms.employee else successor},
        )
        for terms in led.order_by("employee_id", "start_date")
    ]
    people.change_terms_of_many(changes=changes, acting_user=acting_user)
    tasks = ChecklistTask.objects.filter(person=employee, done_at=None).update(owner=Owner.HR, person=None)
    TemplateTask.objects.filter(person=employee).update(owner=Owner.HR, person=None)
    if tasks:
        record_event(action="checklisttask:to_hr", acting_user=acting_user, subject=employee, after={"tasks": tasks})
