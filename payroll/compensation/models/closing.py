"""PayClosing: until which day pay is final, and with it all that it was worked out from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.compensation.models.terms import FREQUENCY_LABELS

EVERYBODY = ""
PAID_CHOICES = [(EVERYBODY, _("Everybody, however often")), *((each.value, label) for each, label in FREQUENCY_LABELS.items())]


class PayClosing(models.Model):
    """Everything until `closed_until` has been paid to people who are paid at this frequency, or to all, and is changed no more.

    Neither is their employment on these days: see `hr.people.actions`, which asks for it as PAY_CLOSED_UNTIL.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    frequency = models.CharField(
        _("paid"), max_length=11, choices=PAID_CHOICES, blank=True, help_text=_("Whose pay: of those who are paid this often.")
    )
    closed_until = models.DateField(_("closed until"), help_text=_("The last day that has been paid and is final."))

    class Meta:
        verbose_name = _("closed pay period")
        verbose_name_plural = _("closed pay periods")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frequency"], name="pay_closing_frequency_unique"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=[value for value, _label in PAID_CHOICES]), name="pay_closing_for_known"
            ),
        ]

    def __str__(self) -> str:
        return str(dict(PAID_CHOICES)[self.frequency])
