"""PayItem: what somebody gets, or has taken, beside their terms of pay: once, or in each pay period."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.periods import DateRange
from payroll.compensation.models.fields import above_zero, amount_field
from payroll.structures.models.dated import ends_after_start


class PayItem(models.Model):
    """An amount of one component for one person: of each full pay period from a day on, or once, in the period that has the day.

    The component says what it is (an earning, a deduction, the employer's own cost), what it counts towards and how it is prorated.
    """

    trail_capability: ClassVar[str] = "salary.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="pay_items")
    component = models.ForeignKey(
        "structures.PayComponent", verbose_name=_("component"), on_delete=models.PROTECT, related_name="pay_items"
    )
    amount = amount_field(_("amount"), help_text=_("Of one full pay period, without a sign."))
    currency = models.CharField(_("currency"), max_length=3)
    is_one_off = models.BooleanField(_("once"), default=False, help_text=_("Only in the pay period that has the first day."))
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Leave empty if it goes on."))
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For you; it does not stand on the payslip."))

    class Meta:
        verbose_name = _("pay item")
        verbose_name_plural = _("pay items")
        indexes: ClassVar = [models.Index(fields=["employee", "start_date"], name="pay_item_of_employee")]
        constraints: ClassVar = [
            ends_after_start("pay_item_ends_after_start"),
            above_zero("pay_item_above_zero"),
            models.CheckConstraint(
                condition=models.Q(is_one_off=False) | models.Q(end_date=models.F("start_date")), name="pay_item_once_on_one_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.component}"

    @property
    def days(self) -> DateRange:
        """The days on which it applies."""
        return DateRange(self.start_date, self.end_date)
