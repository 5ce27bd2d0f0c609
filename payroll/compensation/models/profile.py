"""StatutoryProfile: what an employee and the authorities have told the employer, as a country's law asks for it."""

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id
from core.periods import DateRange
from payroll.structures.models.dated import ends_after_start, never_two_at_once


class StatutoryProfile(models.Model):
    """The answers that hold for payments from a day on, as JSON of the country's form; encrypted, identifiers are among them."""

    trail_capability: ClassVar[str] = "salary.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="statutory_profiles"
    )
    country = models.CharField(_("country"), max_length=2)
    start_date = models.DateField(_("from"), help_text=_("It holds for payments on this day and later."))
    end_date = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Leave empty if it goes on."))
    answers = EncryptedTextField(_("answers"))

    class Meta:
        verbose_name = _("tax details")
        verbose_name_plural = _("tax details")
        constraints: ClassVar = [
            never_two_at_once("employee", name="statutory_profile_never_two_at_once"),
            ends_after_start("statutory_profile_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.employee)

    @property
    def days(self) -> DateRange:
        """The days of payment for which it holds."""
        return DateRange(self.start_date, self.end_date)

    @property
    def known_answers(self) -> dict[str, Any]:
        """The answers by the paths of their questions."""
        answers: dict[str, Any] = json.loads(self.answers)
        return answers
