"""What somebody was asked to hand in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from hr.documents.models.documents import Document, DocumentType


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Open")
    FULFILLED = "fulfilled", _("Handed in")
    CANCELLED = "cancelled", _("Cancelled")


class DocumentRequest(models.Model):
    """Somebody is asked for a document of a type until a day. The upload fulfils it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="document_requests"
    )
    type = models.ForeignKey(DocumentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="requests")
    note = models.CharField(_("note"), max_length=300, blank=True)
    due_on = models.DateField(_("due"))
    status = models.CharField(_("status"), max_length=10, choices=RequestStatus, default=RequestStatus.OPEN.value)
    requested_by = models.ForeignKey(
        "accounts.User", verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(_("asked"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    document = models.ForeignKey(Document, verbose_name=_("document"), null=True, on_delete=models.SET_NULL, related_name="+")
    # The day of the latest reminder, so that each is sent once.
    reminded_on = models.DateField(null=True, editable=False)

    trail_capability: ClassVar[str] = "documents.view"

    class Meta:
        verbose_name = _("document request")
        verbose_name_plural = _("document requests")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "type"], condition=models.Q(status="open"), name="document_request_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | ~models.Q(status="open") & models.Q(closed_at__isnull=False),
                name="document_request_closed_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], condition=models.Q(status="open"), name="document_request_due")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.type}"
