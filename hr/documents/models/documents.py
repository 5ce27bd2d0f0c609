"""Documents of employees, and their types."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from tenants.accounts.capabilities import DOCUMENT_GROUPS

# What a new type has until somebody says something else.
REMINDERS_AT_FIRST = (60, 14)
GROUP_CHOICES = [(group.value, group.label) for group in DOCUMENT_GROUPS]


class DocumentType(models.Model):
    """A kind of document that a company keeps of its people, and who sees it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    data_group = models.CharField(
        _("belongs to"),
        max_length=20,
        choices=GROUP_CHOICES,
        default="documents",
        help_text=_(
            "Whoever may see this group of a person’s data sees these documents, by their role: “Job and employment” managers "
            "too, the others HR or payroll. Looks at salary, bank and medical documents are written down."
        ),
    )
    shown_to_employee = models.BooleanField(_("the person sees it"), default=True)
    uploaded_by_employee = models.BooleanField(_("the person may upload it"), default=False)
    expires = models.BooleanField(
        _("has a last day"), default=False, help_text=_("Such as a visa or a licence. The last day is asked for at each upload.")
    )
    reminder_days: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(365)]),
        verbose_name=_("reminders"),
        blank=True,
        default=list,
        db_default=[],
        help_text=_(
            "How many days before the last one, separated by commas; one more is sent on the day after it. They go to the person, "
            "who has to see it for that, and to whoever administers these documents."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True, help_text=_("If not, what is there stays and nothing new is added."))

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="document_type_named_once",
                violation_error_message=_("There is a type of this name already. Change that one, or choose another name."),
            ),
            models.CheckConstraint(
                condition=models.Q(uploaded_by_employee=False) | models.Q(shown_to_employee=True),
                name="document_type_uploads_are_shown",
                violation_error_message=_("What the person may upload the person also sees. Tick both, or neither."),
            ),
            models.CheckConstraint(
                condition=models.Q(data_group__in=[code for code, _label in GROUP_CHOICES]), name="document_type_group_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One version of a document: a file with what it is. Those of one document share a series; the latest is current."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.UUIDField(default=new_id, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, validators=[MinValueValidator(1)])
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="documents")
    type = models.ForeignKey(DocumentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("If the type does not say it all."))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    file = models.CharField(max_length=200)
    extension = models.CharField(max_length=5)
    original_name = models.CharField(_("file"), max_length=130)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    superseded_at = models.DateTimeField(_("until"), null=True)
    # How many days before the last one the latest reminder was due, so that each is sent once; empty before the first.
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)

    trail_capability: ClassVar[str] = "documents.view"

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["series"], condition=models.Q(superseded_at__isnull=True), name="document_one_current_version"
            ),
            # Sent twice is kept once.
            models.UniqueConstraint(
                fields=["employee", "type", "sha256"], condition=models.Q(superseded_at__isnull=True), name="document_content_once"
            ),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="document_has_content"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_on"], condition=models.Q(superseded_at__isnull=True), name="document_expires_on"),
            models.Index(fields=["-uploaded_at"], name="document_latest"),
        ]

    def __str__(self) -> str:
        # Not the title: the trail shows it to people who may not see what it tells.
        return f"{self.employee}: {self.type.name}"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or self.type.name
