"""Reminders of open tasks: one mail a day to each person, with everything that is due."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from hr.lifecycle.emails import send_task_reminder
from hr.lifecycle.models import ChecklistTask
from hr.lifecycle.queries import doers_of
from hr.lifecycle.rules import REMINDED_AHEAD, is_reminder_due


def remind_of_tasks(*, today: date) -> int:
    """Write to everybody whose tasks are nearly due or overdue; how many mails. Run again the same day it does nothing."""
    with transaction.atomic():
        near = (
            ChecklistTask.objects.select_for_update(of=("self",))
            .filter(done_at=None, due_date__lte=today + REMINDED_AHEAD)
            .select_related("checklist__employee", "person")
            .order_by("due_date", "id")
        )
        due = [task for task in near if is_reminder_due(due=task.due_date, today=today, reminded_on=task.reminded_on)]
        by_address: dict[tuple[str, str], list[ChecklistTask]] = defaultdict(list)
        for task, doers in doers_of(due, on=today):
            for doer in doers:
                by_address[doer].append(task)
            task.reminded_on = today
        ChecklistTask.objects.bulk_update(due, ["reminded_on"])
        for (address, name), tasks in by_address.items():
            send_task_reminder(address=address, name=name, tasks=tasks, today=today)
    return len(by_address)
