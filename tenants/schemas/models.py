"""Where each company's building stands."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class ProvisioningState(models.TextChoices):
    """What is done. Each step is safe to repeat; the next run goes on after the last finished one."""

    REQUESTED = "requested", _("Requested")
    SCHEMA = "schema", _("Database made")
    SEED = "seed", _("Set up")
    READY = "ready", _("Ready")
    # From an archive instead: filled in one go by the command that reads it, or given up. No worker takes it on.
    IMPORT = "import", _("Being imported")


class Provisioning(models.Model):
    """The building of one company, and what its first person needs until that person exists."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.OneToOneField("companies.Company", on_delete=models.CASCADE, related_name="provisioning")
    state = models.CharField(max_length=10, choices=ProvisioningState, default=ProvisioningState.REQUESTED)
    # A hash, never a password; emptied as soon as the owner's account exists.
    owner_password_hash = models.CharField(max_length=255, blank=True)
    template_version = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=ProvisioningState.values), name="provisioning_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(owner_password_hash=""),
                name="provisioning_ready_keeps_no_password",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"], name="provisioning_state_changed")]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.state}"
