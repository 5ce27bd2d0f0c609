"""GarnishmentOrder: what a court or an office has ordered to be taken from somebody's pay."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id
from core.periods import DateRange
from payroll.compensation.models.fields import above_zero, amount_field
from payroll.compensation.models.ledger import LedgerEntry
from payroll.engine.garnishments import GarnishmentKind
from payroll.structures.models.dated import ends_after_start, never_two_at_once

KIND_LABELS = {
    GarnishmentKind.AMOUNT: _("An amount on each payday"),
    GarnishmentKind.PERCENT: _("A percentage of the net pay"),
}


_KINDS = [kind.value for kind in GarnishmentKind]


class GarnishmentOrder(models.Model):
    """One order. Those of a person are served by priority, 1 first; each leaves at least its protected earnings."""

    trail_capability: ClassVar[str] = "salary.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="garnishment_orders"
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As it stands on the payslip, such as “Attachment of earnings order”.")
    )
    payee = models.CharField(_("payee"), max_length=120, help_text=_("Who gets the money: the court, office or creditor."))
    reference = EncryptedTextField(_("reference"), max_length=80, blank=True, help_text=_("Of the order; kept encrypted."))
    priority = models.PositiveSmallIntegerField(_("priority"), default=1, help_text=_("1 is served first."))
    kind = models.CharField(_("takes"), max_length=7, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    value = amount_field(_("how much"), help_text=_("The amount, or the percentage of the net pay: 12.5."))
    currency = models.CharField(_("currency"), max_length=3)
    protected_earnings = amount_field(
        _("protected earnings"), default=0, help_text=_("Net pay of a payday below which this order takes nothing.")
    )
    total = amount_field(_("total"), null=True, blank=True, help_text=_("What is owed altogether. Leave empty if it has no end."))
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Leave empty if it goes on."))

    class Meta:
        verbose_name = _("garnishment order")
        verbose_name_plural = _("garnishment orders")
        constraints: ClassVar = [
            never_two_at_once("employee", "priority", name="garnishment_order_never_two_at_once"),
            ends_after_start("garnishment_order_ends_after_start"),
            above_zero("garnishment_order_above_zero", "value"),
            models.CheckConstraint(condition=Q(protected_earnings__gte=0), name="garnishment_order_protects_something"),
            models.CheckConstraint(condition=Q(total__isnull=True) | Q(total__gt=0), name="garnishment_order_total_above_zero"),
            models.CheckConstraint(condition=Q(kind="amount") | Q(value__lte=100), name="garnishment_order_share"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="garnishment_order_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.name}"

    @property
    def days(self) -> DateRange:
        """The days on which it is served."""
        return DateRange(self.start_date, self.end_date)


class GarnishmentEntry(LedgerEntry):
    """What one payday took for an order, above zero; a correction is below zero."""

    trail_capability: ClassVar[str] = "salary.view"

    order = models.ForeignKey(GarnishmentOrder, verbose_name=_("order"), on_delete=models.PROTECT, related_name="entries")

    class Meta(LedgerEntry.Meta):
        verbose_name = _("amount taken for an order")
        verbose_name_plural = _("amounts taken for orders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "idempotency_key"], name="garnishment_entry_once_per_key"),
            models.CheckConstraint(condition=~Q(amount=0), name="garnishment_entry_of_something"),
        ]
