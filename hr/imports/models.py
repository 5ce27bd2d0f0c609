"""An import, and what each row of its file is about."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Columns to choose")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("To be looked at")
    APPLYING = "applying", _("Being brought in")
    APPLIED = "applied", _("Brought in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Discarded")


AT_WORK = (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)
TO_DECIDE = (ImportStatus.UPLOADED, ImportStatus.CHECKED)


class Verdict(models.TextChoices):
    """What a row amounts to."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    ERROR = "error", _("Error")


class EmployeeImport(models.Model):
    """A file of people, from its upload to what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    # The whole table as JSON, also columns that nobody asked for, such as pay; empty as soon as the import is decided.
    sheet = EncryptedTextField(blank=True)
    # `hr.imports.mapping.Mapping` as JSON.
    mapping = models.JSONField(default=dict)
    # What HR chose for names that are not known, by kind and name.
    choices = models.JSONField(default=dict)
    # Why all of it cannot be brought in as it is, in words; such as too few seats.
    obstacle = models.TextField(blank=True)
    # Why it has to be looked at once more, in words; it can be brought in all the same.
    note = models.TextField(blank=True, db_default="")
    # Names that nobody has chosen for yet, by kind, with what looks like them.
    unknown = models.JSONField(default=dict)
    # How many rows, as it was checked, would start checklists: of people who come, or leave, on that day or later.
    moving = models.PositiveIntegerField(default=0, db_default=0)
    # Whether HR wants them started.
    starts_checklists = models.BooleanField(default=True, db_default=True)
    # Departments that it added.
    added_departments = models.JSONField(default=list)
    applied_at = models.DateTimeField(_("brought in"), null=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes: ClassVar = [models.Index(fields=["-uploaded_at"], name="import_uploaded_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=["applied", "undoing", "undone"], applied_at__isnull=False)
                | ~models.Q(status__in=["applied", "undoing", "undone"]) & models.Q(applied_at__isnull=True),
                name="import_applied_at",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the file: whose it is, what it would change or has changed, and what is wrong with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee_import = models.ForeignKey(EmployeeImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("row"))
    # As the row names the person.
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Of a new person from when they are brought in.
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), null=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    # Lists of heading, before and after, in words.
    changes = models.JSONField(default=list)
    # Lists of heading and what is wrong with the cell and how to put it right.
    problems = models.JSONField(default=list)
    # What takes the row back; and, when it could not be, why.
    undo = models.JSONField(default=dict)
    kept_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee_import", "line"], name="import_row_line")]

    def __str__(self) -> str:
        return f"{self.employee_import}, {self.line}"
