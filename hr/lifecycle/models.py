"""Checklists of people who come and go, and the templates that they are made from."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id

FARTHEST = 366


class Occasion(models.TextChoices):
    """What a checklist is about. Its tasks count from the first day, or from the last."""

    ONBOARDING = "onboarding", _("Joining")
    OFFBOARDING = "offboarding", _("Leaving")


class Owner(models.TextChoices):
    """Whose a task is."""

    HR = "hr", _("HR")
    MANAGER = "manager", _("Their manager")
    EMPLOYEE = "employee", _("The person")
    NAMED = "named", _("Somebody else")


def _named_has_a_name(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(owner=Owner.NAMED, person__isnull=False) | (~models.Q(owner=Owner.NAMED) & models.Q(person=None)),
        name=name,
        violation_error_message=_("Say who does it, for tasks of “Somebody else” and for no others."),
    )


class ChecklistTemplate(models.Model):
    """Tasks that are to be done whenever somebody comes, or goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    occasion = models.CharField(_("when somebody is"), max_length=12, choices=Occasion)
    starts_by_itself = models.BooleanField(
        _("starts by itself"), default=True, help_text=_("With everybody who is hired, or leaves. Otherwise it is started by hand.")
    )

    class Meta:
        verbose_name = _("checklist template")
        verbose_name_plural = _("checklist templates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="checklist_template_name_unique",
                violation_error_message=_("There is a template with this name already. Give this one another name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateTask(models.Model):
    """One task of a template."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(ChecklistTemplate, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    instructions = models.TextField(_("how"), max_length=2000, blank=True)
    owner = models.CharField(_("done by"), max_length=10, choices=Owner, default=Owner.HR)
    person = models.ForeignKey(
        "people.Employee", verbose_name=_("who"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    offset_days = models.SmallIntegerField(
        _("days after"),
        default=0,
        validators=[MinValueValidator(-FARTHEST), MaxValueValidator(FARTHEST)],
        help_text=_("The first or last day; −3 is three days before it."),
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints: ClassVar = [_named_has_a_name("template_task_named")]

    def __str__(self) -> str:
        return self.title


class Checklist(models.Model):
    """What is to be done for one person who comes or goes."""

    trail_capability: ClassVar[str] = "job.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", on_delete=models.CASCADE, related_name="checklists")
    name = models.CharField(_("name"), max_length=100)
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    # The first or last day from which its tasks count; they move with it.
    anchor_date = models.DateField(_("day"))

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        indexes: ClassVar = [models.Index(fields=["employee", "occasion"], name="checklist_of_employee")]

    def __str__(self) -> str:
        return f"{self.name}: {self.employee}"


class ChecklistTask(models.Model):
    """Something that somebody does for a person who comes or goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    instructions = models.TextField(_("how"), max_length=2000, blank=True)
    owner = models.CharField(_("done by"), max_length=10, choices=Owner)
    person = models.ForeignKey("people.Employee", null=True, on_delete=models.PROTECT, related_name="named_tasks")
    due_date = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints: ClassVar = [
            _named_has_a_name("checklist_task_named"),
            models.CheckConstraint(
                condition=models.Q(done_by=None) | models.Q(done_at__isnull=False), name="checklist_task_done_by_somebody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_date"], condition=models.Q(done_at=None), name="checklist_task_open"),
        ]

    def __str__(self) -> str:
        return self.title
