"""Checklists: started, moved with the day that they count from, withdrawn; their tasks done and undone."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from core.audit.actions import Actor, record_event
from hr.lifecycle.actions.refusals import NothingToDo
from hr.lifecycle.models import Checklist, ChecklistTask, ChecklistTemplate, Occasion, Owner
from hr.lifecycle.rules import due_date, moved
from hr.people.models import Employee


def start_checklist(
    *, template: ChecklistTemplate, employee: Employee, anchor_date: date, today: date, acting_user: Actor | None
) -> Checklist:
    """Make a person's tasks of a template's, due by their first or last day. Raises NothingToDo."""
    with transaction.atomic():
        tasks = list(template.tasks.order_by("offset_days", "id"))
        if not tasks:
            raise NothingToDo
        checklist = Checklist.objects.create(
            employee=employee, name=template.name, occasion=template.occasion, anchor_date=anchor_date
        )
        ChecklistTask.objects.bulk_create(
            ChecklistTask(
                checklist=checklist,
                title=task.title,
                instructions=task.instructions,
                # Who does their own leaving's tasks as somebody else would be left with them.
                owner=Owner.HR if task.person_id == employee.pk else task.owner,
                person_id=None if task.person_id == employee.pk else task.person_id,
                due_date=due_date(anchor_date, task.offset_days, today=today),
            )
            for task in tasks
        )
        after = {"name": checklist.name, "tasks": len(tasks)}
        record_event(action="checklist:started", acting_user=acting_user, subject=employee, after=after)
    return checklist


def start_own_checklists(
    *, occasion: Occasion, employee: Employee, anchor_date: date, today: date, acting_user: Actor | None
) -> None:
    """Start what starts by itself when somebody comes or goes. A template without tasks is left out."""
    for template in ChecklistTemplate.objects.filter(occasion=occasion, starts_by_itself=True).order_by("name"):
        if template.tasks.exists():
            start_checklist(template=template, employee=employee, anchor_date=anchor_date, today=today, acting_user=acting_user)


def move_checklists(*, checklists: Iterable[Checklist], anchor_date: date, today: date) -> None:
    """Let what is still to be done be due as much earlier or later as the first or last day is, but never before today."""
    for checklist in checklists:
        days = (anchor_date - checklist.anchor_date).days
        tasks = list(checklist.tasks.select_for_update().filter(done_at=None))
        for task in tasks:
            task.due_date = max(moved(task.due_date, days), today)
            task.reminded_on = None
        ChecklistTask.objects.bulk_update(tasks, ["due_date", "reminded_on"])
        checklist.anchor_date = anchor_date
        checklist.save(update_fields=["anchor_date"])


def withdraw_checklists(*, checklists: Iterable[Checklist], acting_user: Actor | None) -> None:
    """Take checklists back whose occasion does not come about."""
    for checklist in checklists:
        done = list(checklist.tasks.exclude(done_at=None).values_list("title", flat=True))
        before = {"name": checklist.name, "done": done}
        record_event(action="checklist:withdrawn", acting_user=acting_user, subject=checklist.employee, before=before)
        checklist.delete()


def finish_task(*, task: ChecklistTask, acting_user: Actor, now: datetime) -> None:
    """Note that a task is done. One that is done already stays as it is."""
    _set_done(task, acting_user, now)


def reopen_task(*, task: ChecklistTask, acting_user: Actor) -> None:
    """Note that a task is not done after all."""
    _set_done(task, acting_user, None)


def _set_done(task: ChecklistTask, acting_user: Actor, done_at: datetime | None) -> None:
    with transaction.atomic():
        current = ChecklistTask.objects.select_for_update(of=("self",)).select_related("checklist__employee").get(pk=task.pk)
        if (current.done_at is None) == (done_at is None):
            return
        current.done_at = done_at
        current.done_by_id = acting_user.id if done_at else None
        current.save(update_fields=["done_at", "done_by"])
        action = "checklisttask:done" if done_at else "checklisttask:reopened"
        after = {"person": current.checklist.employee, "checklist": current.checklist.name}
        record_event(action=action, acting_user=acting_user, subject=current, after=after)
