"""Checklists: started, moved with the day that they count from, withdrawn; their tasks done and undone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from core.audit.actions import Actor, Change, record_event, record_events
from hr.lifecycle.actions.refusals import NothingToDo
from hr.lifecycle.models import Checklist, ChecklistTask, ChecklistTemplate, Occasion, Owner, TemplateTask
from hr.lifecycle.rules import due_date, moved
from hr.people.models import Employee

_AT_ONCE = 500


def start_checklist(
    *, template: ChecklistTemplate, employee: Employee, anchor_date: date, today: date, acting_user: Actor | None
) -> Checklist:
    """Make a person's tasks of a template's, due by their first or last day. Raises NothingToDo."""
    with transaction.atomic():
        started = _start([template], {employee: anchor_date}, today=today, acting_user=acting_user)
    if not started:
        raise NothingToDo
    return started[0]


def start_own_checklists(*, occasion: Occasion, days: Mapping[Employee, date], today: date, acting_user: Actor | None) -> None:
    """Start what starts by itself when these people come or go, on their first or last days; a few statements for any number.

    A template without tasks is left out.
    """
    if not days:
        return
    with transaction.atomic():
        templates = ChecklistTemplate.objects.filter(occasion=occasion, starts_by_itself=True).order_by("name")
        _start(templates.prefetch_related("tasks"), days, today=today, acting_user=acting_user)


def _start(
    templates: Iterable[ChecklistTemplate], days: Mapping[Employee, date], *, today: date, acting_user: Actor | None
) -> list[Checklist]:
    checklists, tasks, started = [], [], []
    for template in templates:
        to_do = sorted(template.tasks.all(), key=lambda task: (task.offset_days, task.pk))
        for employee, day in days.items() if to_do else ():
            checklist = Checklist(employee=employee, name=template.name, occasion=template.occasion, anchor_date=day)
            checklists.append(checklist)
            tasks += [_task(checklist, each, today=today) for each in to_do]
            started.append(Change("checklist:started", employee, after={"name": checklist.name, "tasks": len(to_do)}))
    Checklist.objects.bulk_create(checklists, batch_size=_AT_ONCE)
    ChecklistTask.objects.bulk_create(tasks, batch_size=_AT_ONCE)
    record_events(started, acting_user=acting_user)
    return checklists


def _task(checklist: Checklist, task: TemplateTask, *, today: date) -> ChecklistTask:
    # Who does their own leaving's tasks as somebody else would be left with them.
    is_about_doer = task.person_id == checklist.employee_id
    return ChecklistTask(
        checklist=checklist,
        title=task.title,
        instructions=task.instructions,
        owner=Owner.HR if is_about_doer else task.owner,
        person_id=None if is_about_doer else task.person_id,
        due_date=due_date(checklist.anchor_date, task.offset_days, today=today),
    )


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
