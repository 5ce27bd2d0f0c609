"""PayClosing: until which day pay is final."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.compensation.models.terms import FREQUENCY_LABELS
from payroll.compensation.rules.terms import PayFrequency


class PayClosing(models.Model):
    """Everything until `closed_until` has been paid to people who are paid at this frequency, and is changed no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    frequency = models.CharField(
        _("paid"), max_length=11, choices=[(frequency.value, label) for frequency, label in FREQUENCY_LABELS.items()]
    )
    closed_until = models.DateField(_("closed until"), help_text=_("The last day that has been paid and is final."))

    class Meta:
        verbose_name = _("closed pay period")
        verbose_name_plural = _("closed pay periods")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frequency"], name="pay_closing_frequency_unique"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=[each.value for each in PayFrequency]), name="pay_closing_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        return str(FREQUENCY_LABELS[PayFrequency(self.frequency)])
