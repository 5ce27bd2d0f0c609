"""Templates of checklists, as a company starts with them."""

from django.db import transaction
from django.utils.translation import gettext as _

from hr.lifecycle.models import ChecklistTemplate, Occasion, Owner, TemplateTask


def add_usual_templates() -> None:
    """What most companies do when somebody comes or goes. A company that has any template keeps what it has."""
    if ChecklistTemplate.objects.exists():
        return
    with transaction.atomic():
        for occasion, name, tasks in _usual():
            template = ChecklistTemplate.objects.create(name=name, occasion=occasion)
            TemplateTask.objects.bulk_create(
                TemplateTask(template=template, offset_days=days, owner=owner, title=title) for days, owner, title in tasks
            )


def _usual() -> list[tuple[Occasion, str, list[tuple[int, Owner, str]]]]:
    return [
        (
            Occasion.ONBOARDING,
            _("Joining"),
            [
                (-7, Owner.HR, _("Send the contract and have it signed")),
                (-3, Owner.MANAGER, _("Get the workplace ready: desk, computer, keys")),
                (0, Owner.MANAGER, _("Welcome them and show them round")),
                (1, Owner.EMPLOYEE, _("Complete your personal record and bank details")),
                (5, Owner.EMPLOYEE, _("Read the company’s policies")),
                (30, Owner.MANAGER, _("Talk about the first month")),
            ],
        ),
        (
            Occasion.OFFBOARDING,
            _("Leaving"),
            [
                (-14, Owner.MANAGER, _("Plan who takes the work over")),
                (-7, Owner.HR, _("Talk about why they leave")),
                (0, Owner.EMPLOYEE, _("Give back computer, keys and cards")),
                (0, Owner.MANAGER, _("Take the person out of shared accounts and lists")),
                (5, Owner.HR, _("Send the last papers and the reference")),
            ],
        ),
    ]
