"""Checklists of people who come and go, and their templates."""

from hr.lifecycle.actions import start_checklist
from hr.lifecycle.models import Checklist, ChecklistTask, ChecklistTemplate, TemplateTask
from hr.people.models import Employee
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer


def fill(alice: User) -> None:
    """Everybody comes, and each owner has something to do for it, with instructions."""
    TemplateTask.objects.update(instructions="How to do it")
    for template in ChecklistTemplate.objects.all():
        for employee in Employee.objects.all():
            _start(template, employee, alice)
    for task in ChecklistTask.objects.filter(owner="hr"):
        task.done_at, task.done_by = CREATED, alice
        task.save(update_fields=["done_at", "done_by"])


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    template = ChecklistTemplate.objects.create(name=newcomer.text, occasion="onboarding")
    TemplateTask.objects.create(template=template, title=newcomer.text, instructions=newcomer.text)
    checklist = _start(template, newcomer.employee, newcomer.owner)
    return {
        "lifecycle_checklisttemplate": template.pk,
        "lifecycle_checklist": checklist.pk,
        "lifecycle_checklisttask": checklist.tasks.get().pk,
    }


def _start(template: ChecklistTemplate, employee: Employee, by: User) -> Checklist:
    day = CREATED.date()
    return start_checklist(template=template, employee=employee, anchor_date=day, today=day, acting_user=by)
