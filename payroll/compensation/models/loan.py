"""Loan: money that the company lent somebody and takes back from their pay."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.compensation.models.fields import above_zero, amount_field
from payroll.compensation.models.ledger import LedgerEntry


class LoanKind(models.TextChoices):
    """What was given."""

    LOAN = "loan", _("Loan")
    ADVANCE = "advance", _("Advance on pay")


class LoanEntryKind(models.TextChoices):
    """What happened to what somebody owes; the sign of an entry follows from it, but for corrections."""

    PAID_OUT = "paid_out", _("Paid out")
    REPAID_FROM_PAY = "repaid_from_pay", _("Taken from pay")
    REPAID = "repaid", _("Paid back")
    WRITTEN_OFF = "written_off", _("Written off")
    CORRECTION = "correction", _("Correction")


class LoanQuerySet(models.QuerySet["Loan"]):
    """Filters in the business's words."""

    def with_balance(self) -> "LoanQuerySet":
        """With `owed`, the sum of the entries: what is still to be paid back."""
        return self.annotate(owed=Coalesce(Sum("entries__amount"), Decimal(0)))


class Loan(models.Model):
    """A loan or an advance, paid back in instalments. What is owed is the sum of its entries and stands nowhere else."""

    trail_capability: ClassVar[str] = "salary.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="loans")
    kind = models.CharField(_("kind"), max_length=7, choices=LoanKind)
    name = models.CharField(_("name"), max_length=80, help_text=_("As it stands on the payslip, such as “Season ticket loan”."))
    component = models.ForeignKey(
        "structures.PayComponent", verbose_name=_("component"), on_delete=models.PROTECT, related_name="loans"
    )
    currency = models.CharField(_("currency"), max_length=3)
    instalment = amount_field(_("instalment"), help_text=_("Taken on each payday until everything is paid back."))
    first_instalment_on = models.DateField(_("first instalment"), help_text=_("The first payday on or after this day takes one."))
    is_paused = models.BooleanField(_("paused"), default=False, help_text=_("No instalments until you switch this off again."))

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan or advance")
        verbose_name_plural = _("loans and advances")
        indexes: ClassVar = [models.Index(fields=["employee", "first_instalment_on"], name="loan_of_employee")]
        constraints: ClassVar = [
            above_zero("loan_instalment_above_zero", "instalment"),
            models.CheckConstraint(condition=Q(kind__in=LoanKind.values), name="loan_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.name}"


class LoanEntry(LedgerEntry):
    """One movement of a loan: above zero is more owed, below zero less."""

    trail_capability: ClassVar[str] = "salary.view"

    loan = models.ForeignKey(Loan, verbose_name=_("loan"), on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("what"), max_length=15, choices=LoanEntryKind)

    class Meta(LedgerEntry.Meta):
        verbose_name = _("movement of a loan")
        verbose_name_plural = _("movements of loans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["loan", "idempotency_key"], name="loan_entry_once_per_key"),
            models.CheckConstraint(
                condition=Q(kind=LoanEntryKind.PAID_OUT, amount__gt=0)
                | Q(kind__in=[LoanEntryKind.REPAID, LoanEntryKind.REPAID_FROM_PAY, LoanEntryKind.WRITTEN_OFF], amount__lt=0)
                | (Q(kind=LoanEntryKind.CORRECTION) & ~Q(amount=0)),
                name="loan_entry_sign",
            ),
        ]
