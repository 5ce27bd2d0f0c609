"""The invitation."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class InvitationState(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", _("Waiting")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")


class Invitation(models.Model):
    """Somebody was asked to choose a first password for an account. Of the code in the mail only a keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="invitation", verbose_name=_("person"))
    # The address that the mail went to; the account's own may have changed since.
    email = models.EmailField(_("sent to"))
    code_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("good until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_hash"], name="invitation_code_unique"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("sent_at")), name="invitation_expires_after_sending"),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def state_at(self, now: datetime) -> InvitationState:
        """What has become of it. An answer counts, whenever it came; it is good until `expires_at`, not at it."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if now < self.expires_at else InvitationState.EXPIRED
