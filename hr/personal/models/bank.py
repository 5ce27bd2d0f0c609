"""Where somebody's pay goes, and every change of that."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.countries import country_name
from core.fields import EncryptedTextField
from core.ids import new_id


class BankDetailsStatus(models.TextChoices):
    """Where a change of bank details stands. Whether confirmed ones hold yet is a matter of the moment: `effective_from`."""

    WAITING = "waiting", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class BankDetails(models.Model):
    """All of somebody's accounts and how pay is split between them, as asked for at one moment. Never changed afterwards.

    What holds at a moment is the confirmed row with the latest `effective_from` up to it.
    """

    trail_capability: ClassVar[str] = "bank.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="bank_details"
    )
    status = models.CharField(_("status"), max_length=10, choices=BankDetailsStatus)
    requested_by = models.ForeignKey(
        "accounts.User", verbose_name=_("asked for by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(_("asked for"))
    cooling_ends_at = models.DateTimeField(_("not before"))
    decided_by = models.ForeignKey(
        "accounts.User", verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    effective_from = models.DateTimeField(_("holds from"), null=True)

    class Meta:
        verbose_name = _("bank details")
        verbose_name_plural = _("bank details")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee"], condition=models.Q(status="waiting"), name="bank_details_one_waiting_change"
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_at__isnull=True)
                | ~models.Q(status="waiting") & models.Q(decided_at__isnull=False),
                name="bank_details_decided_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status="confirmed", effective_from__gte=models.F("cooling_ends_at"))
                | ~models.Q(status="confirmed") & models.Q(effective_from__isnull=True),
                name="bank_details_hold_after_cooling_off",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="confirmed") | ~models.Q(requested_by=models.F("decided_by")),
                name="bank_details_confirmed_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["effective_from"], name="bank_details_effective_from")]

    def __str__(self) -> str:
        return str(self.employee)


class ShareKind(models.TextChoices):
    """How much of the pay an account gets."""

    REMAINDER = "remainder", _("Everything else")
    PERCENT = "percent", _("A share in percent")
    FIXED = "fixed", _("A fixed amount")


class BankAccount(models.Model):
    """One account of bank details; fixed amounts are taken first, in this order, then shares, and one account gets the rest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    details = models.ForeignKey(BankDetails, on_delete=models.CASCADE, related_name="accounts")
    position = models.PositiveSmallIntegerField()
    holder_name = models.CharField(_("account holder"), max_length=120)
    country = models.CharField(_("country of the bank"), max_length=2)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_code = models.CharField(_("bank code"), max_length=20, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    number = EncryptedTextField(_("account number"))
    is_iban = models.BooleanField(default=False)
    share_kind = models.CharField(_("gets"), max_length=10, choices=ShareKind, default=ShareKind.REMAINDER)
    share_value = models.DecimalField(_("how much"), max_digits=14, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["details", "position"], name="bank_account_position"),
            models.UniqueConstraint(
                fields=["details"], condition=models.Q(share_kind="remainder"), name="bank_account_one_remainder"
            ),
            models.CheckConstraint(
                condition=models.Q(share_kind="remainder", share_value__isnull=True)
                | models.Q(share_kind="percent", share_value__gt=0, share_value__lte=100)
                | models.Q(share_kind="fixed", share_value__gt=0),
                name="bank_account_share_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.details}, {self.bank}"

    @property
    def bank(self) -> str:
        """The bank by its name, or else by its country."""
        return self.bank_name or _g("Bank in %(country)s") % {"country": country_name(self.country)}

    @property
    def masked_number(self) -> str:
        """Enough to know it again, and too little to pay to."""
        return f"•••• {self.number[-4:]}"
