"""A complete file that somebody has asked for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id


class CompleteFile(models.Model):
    """What was kept about a person at one moment, as far as whoever asked may see it; there for a few days."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="complete_files"
    )
    requested_by = models.ForeignKey("accounts.User", verbose_name=_("asked for by"), on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(_("asked for"))
    # Groups of data that are in it.
    groups: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=20), verbose_name=_("groups"))
    # The data as JSON (`hr.subject_access.contents`); files are fetched from where they are kept when it is downloaded.
    content = EncryptedTextField(blank=True)
    ready_at = models.DateTimeField(_("ready"), null=True)
    expires_at = models.DateTimeField(_("there until"))

    class Meta:
        verbose_name = _("complete file")
        verbose_name_plural = _("complete files")
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="complete_file_expires_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("requested_at")), name="complete_file_expires_later"),
        ]

    def __str__(self) -> str:
        return str(self.employee)
