"""What the pages of tasks and checklists show, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from core.moments import day_text, moment_text
from hr.lifecycle.models import ChecklistTask, Occasion, Owner

_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list."""

    id: UUID
    title: str
    instructions: str
    person: str
    employee_id: UUID
    checklist: str
    owner: str
    when: str
    """When it is due, or who did it when."""
    is_late: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under a heading."""

    heading: str
    rows: list[TaskRow]


def task_row(task: ChecklistTask, *, today: date) -> TaskRow:
    """One task; `checklist__employee`, `person` and `done_by` are there."""
    is_late = task.done_at is None and task.due_date < today
    return TaskRow(
        id=task.pk,
        title=task.title,
        instructions=task.instructions,
        person=task.checklist.employee.full_name,
        employee_id=task.checklist.employee_id,
        checklist=task.checklist.name,
        owner=task.person.full_name if task.person else str(Owner(task.owner).label),
        when=_when(task, today),
        is_late=is_late,
        is_done=task.done_at is not None,
    )


def _when(task: ChecklistTask, today: date) -> str:
    if task.done_at is not None:
        words = {"day": moment_text(task.done_at), "person": task.done_by.full_name if task.done_by else _("somebody")}
        return _("Done by %(person)s, %(day)s") % words
    days = (today - task.due_date).days
    if days > 0:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    if days == 0:
        return _("Due today")
    return _("Due on %(day)s") % {"day": day_text(task.due_date)}


def task_groups(tasks: Iterable[ChecklistTask], *, today: date) -> list[TaskGroup]:
    """Open tasks by how near they are; headings without tasks are left out."""
    groups: dict[str, list[TaskRow]] = {_("Late"): [], _("Today and the next seven days"): [], _("Later"): []}
    late, soon, later = groups.values()
    for task in tasks:
        row = task_row(task, today=today)
        (late if row.is_late else soon if (task.due_date - today).days <= _SOON_DAYS else later).append(row)
    return [TaskGroup(heading, rows) for heading, rows in groups.items() if rows]


def occasion_words(occasion: str, day: date, today: date) -> str:
    """What the checklist is about: "Joins on 1 Dec 2026"."""
    words = {
        (Occasion.ONBOARDING, True): _("Joins on %(day)s"),
        (Occasion.ONBOARDING, False): _("Joined on %(day)s"),
        (Occasion.OFFBOARDING, True): _("Leaves on %(day)s"),
        (Occasion.OFFBOARDING, False): _("Left on %(day)s"),
    }
    return words[Occasion(occasion), day >= today] % {"day": day_text(day)}


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A checklist in the list of all."""

    id: UUID
    avatar_id: UUID
    person: str
    name: str
    about: str
    task_count: int
    open_count: int
    late_count: int

    @property
    def done_count(self) -> int:
        """How many of its tasks are done."""
        return self.task_count - self.open_count


def checklist_rows(checklists: Iterable[Any], *, today: date) -> list[ChecklistRow]:
    """Checklists as `list_checklists` counts them."""
    return [
        ChecklistRow(
            id=checklist.pk,
            avatar_id=checklist.employee.user_id or checklist.employee_id,
            person=checklist.employee.full_name,
            name=checklist.name,
            about=occasion_words(checklist.occasion, checklist.anchor_date, today),
            task_count=checklist.task_count,
            open_count=checklist.open_count,
            late_count=checklist.late_count,
        )
        for checklist in checklists
    ]
