"""What employees have asked to be changed in their record."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id


class ChangeVerb(models.TextChoices):
    """What is to happen to an entry."""

    ADD = "add", _("Add")
    CHANGE = "change", _("Change")
    REMOVE = "remove", _("Remove")


class ChangeStatus(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChangeRequest(models.Model):
    """Values for one entry of a section (`hr.personal.sections`), which hold once somebody else approves."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="change_requests"
    )
    section = models.CharField(_("section"), max_length=24)
    verb = models.CharField(_("what"), max_length=8, choices=ChangeVerb)
    item_id = models.UUIDField(null=True)
    # JSON; may hold identity numbers.
    values = EncryptedTextField(blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ChangeStatus, default=ChangeStatus.WAITING)
    requested_by = models.ForeignKey(
        "accounts.User", verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(_("asked"))
    decided_by = models.ForeignKey(
        "accounts.User", verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("requested change")
        verbose_name_plural = _("requested changes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_at__isnull=True)
                | ~models.Q(status="waiting") & models.Q(decided_at__isnull=False),
                name="change_request_decided_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "section", "item_id"],
                condition=models.Q(status="waiting") & ~models.Q(verb="add"),
                nulls_distinct=False,
                name="change_request_one_waiting",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "requested_at"], name="change_request_waiting")]

    def __str__(self) -> str:
        return str(self.employee)
