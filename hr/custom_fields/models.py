"""What a company wants to know of its people beside what everybody does."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from hr.custom_fields.rules import ValueKind
from tenants.accounts.capabilities import DataGroup

KIND_LABELS = {
    ValueKind.TEXT: _("Text"),
    ValueKind.NUMBER: _("Number"),
    ValueKind.DATE: _("Date"),
    ValueKind.YES_NO: _("Yes or no"),
    ValueKind.CHOICE: _("One of several choices"),
    ValueKind.CHOICES: _("Any of several choices"),
    ValueKind.EMAIL: _("E-mail address"),
    ValueKind.URL: _("Web address"),
}
# Groups whose reads are written down have pages of their own, which do so.
GROUPS = (DataGroup.PERSONAL, DataGroup.JOB)


class CustomField(models.Model):
    """One such field. Its values stand with the employees, by its key; removed, it keeps them until they are purged."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=60)
    data_group = models.CharField(
        _("section"),
        max_length=10,
        choices=[(group.value, group.label) for group in GROUPS],
        default=DataGroup.PERSONAL.value,
        help_text=_("Whoever may see or change this part of the record may do so with the field."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    help_text = models.CharField(_("help"), max_length=200, blank=True, help_text=_("Stands below the field in forms."))
    choices: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=80), verbose_name=_("choices"), default=list, blank=True
    )
    is_required = models.BooleanField(_("has to be filled in"), default=False)
    minimum = models.DecimalField(_("least"), max_digits=14, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("most"), max_digits=14, decimal_places=4, null=True, blank=True)
    is_in_lists = models.BooleanField(_("a column in lists and exports"), default=False)
    person_may_change = models.BooleanField(_("employees change their own"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower ones come first."))
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(removed_at__isnull=True),
                name="custom_field_name_unique",
                violation_error_message=_("There is a field of this name already. Give this one another name."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in ValueKind]), name="custom_field_kind_known"),
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True)
                | models.Q(maximum__isnull=True)
                | models.Q(maximum__gte=models.F("minimum")),
                name="custom_field_bounds",
                violation_error_message=_("The most cannot be less than the least."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """By which its values stand with the employees."""
        return str(self.pk)
