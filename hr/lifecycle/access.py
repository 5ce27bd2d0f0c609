"""Whose checklists somebody may see, and which tasks they may tick; `hr.people.access` answers."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hr.lifecycle.models import Checklist, ChecklistTask
from hr.lifecycle.queries import tasks_of
from hr.people.access import OTHERS, looks_after_others, reach_of
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


def sees_checklists(viewer: User, *, on: date) -> bool:
    """Whether there is anybody whose checklists somebody may see; no query after `employee_of_user`."""
    return looks_after_others(viewer, Capability.VIEW_JOB, on=on)


def visible_checklists(viewer: User, *, on: date) -> QuerySet[Checklist]:
    """The checklists of others whose employment somebody may see. What is planned for oneself stands among one's own tasks."""
    reach = reach_of(viewer, Capability.VIEW_JOB, on=on, scopes=OTHERS)
    return Checklist.objects.filter(employee__in=Employee.objects.filter(reach)).exclude(employee__user=viewer)


def get_task(viewer: User, task_id: UUID, *, on: date) -> ChecklistTask:
    """A task that somebody may tick: their own, or one of somebody whose employment they may change.

    Raises ChecklistTask.DoesNotExist.
    """
    reach = reach_of(viewer, Capability.MANAGE_JOB, on=on, scopes=OTHERS)
    in_charge = Q(checklist__employee__in=Employee.objects.filter(reach)) & ~Q(checklist__employee__user=viewer)
    return ChecklistTask.objects.filter(Q(pk__in=tasks_of(viewer, on=on).values("pk")) | in_charge).get(pk=task_id)
