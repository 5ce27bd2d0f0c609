"""What rows of the two ledgers have in common: signed amounts, written once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.compensation.models.fields import amount_field


class LedgerEntry(models.Model):
    """A fact: written once and never changed, by the table's trigger too. A mistake is mended by an entry of the other sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    amount = amount_field(_("amount"))
    booked_on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    idempotency_key = models.UUIDField(default=new_id)

    class Meta:
        abstract = True
        ordering: ClassVar = ["booked_on", "id"]

    def __str__(self) -> str:
        return f"{self.booked_on:%Y-%m-%d}"
