"""PayTerms: what somebody is paid, from a day on."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.periods import DateRange
from payroll.compensation.models.fields import above_zero, amount_field
from payroll.compensation.rules.terms import PayBasis, PayFrequency, Terms
from payroll.structures.models.dated import ends_after_start, never_two_at_once

BASIS_LABELS = {
    PayBasis.ANNUAL: _("a year"),
    PayBasis.MONTHLY: _("a month"),
    PayBasis.HOURLY: _("an hour"),
    PayBasis.DAILY: _("a day"),
}
FREQUENCY_LABELS = {
    PayFrequency.WEEKLY: _("Every week"),
    PayFrequency.FORTNIGHTLY: _("Every two weeks"),
    PayFrequency.FOUR_WEEKLY: _("Every four weeks"),
    PayFrequency.HALF_MONTHLY: _("Twice a month"),
    PayFrequency.MONTHLY: _("Every month"),
}


class PayTerms(models.Model):
    """An agreed rate of pay and how often it is paid, for one of a person's jobs. A rise is new terms, which end the old ones."""

    trail_capability: ClassVar[str] = "salary.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="pay_terms")
    job = models.CharField(
        _("job"),
        max_length=80,
        blank=True,
        help_text=_("Only for somebody with several jobs here: which of them these terms are for."),
    )
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Leave empty if they go on."))
    amount = amount_field(_("amount"))
    basis = models.CharField(_("for"), max_length=7, choices=[(basis.value, label) for basis, label in BASIS_LABELS.items()])
    currency = models.CharField(_("currency"), max_length=3)
    frequency = models.CharField(
        _("paid"), max_length=11, choices=[(frequency.value, label) for frequency, label in FREQUENCY_LABELS.items()]
    )

    class Meta:
        verbose_name = _("pay terms")
        verbose_name_plural = _("pay terms")
        indexes: ClassVar = [models.Index(fields=["employee", "start_date"], name="pay_terms_of_employee")]
        constraints: ClassVar = [
            never_two_at_once("employee", "job", name="pay_terms_never_two_at_once"),
            ends_after_start("pay_terms_end_after_start"),
            above_zero("pay_terms_above_zero"),
            models.CheckConstraint(condition=models.Q(basis__in=[each.value for each in PayBasis]), name="pay_terms_basis_known"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=[each.value for each in PayFrequency]), name="pay_terms_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        # Without the amount: names stand where pay is nobody's business.
        return f"{self.employee}, {self.job}" if self.job else str(self.employee)

    @property
    def days(self) -> DateRange:
        """The days on which they hold."""
        return DateRange(self.start_date, self.end_date)

    @property
    def terms(self) -> Terms:
        """The value that the rules reckon with."""
        return Terms(self.amount, PayBasis(self.basis), self.currency, PayFrequency(self.frequency), self.days)
