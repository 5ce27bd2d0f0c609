"""StateTaxTable: a company's own figures for the income tax of an American state, county or city."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.structures.models.dated import ends_after_start, never_two_at_once

_CODE = r"^[A-Z][A-Z0-9_-]{1,19}$"
_not_below_zero = MinValueValidator(Decimal(0))


class StateTableKind(models.TextChoices):
    """How tax is worked out; the pack's kinds."""

    NONE = "none", _("None: nothing is withheld")
    FLAT = "flat", _("Flat: one rate")
    BRACKETS = "brackets", _("Brackets")


class StateTaxTable(models.Model):
    """The figures of one state, for payments from one day to another. Rooster has none of its own and has not checked these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(_CODE, _("A code has two to twenty capital letters and digits, such as CA or NYC."))],
        help_text=_("The two letters of the state; for a county or city a code of your own, such as NYC."),
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("tax"), max_length=8, choices=StateTableKind, default=StateTableKind.FLAT)
    above: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(
        models.DecimalField(max_digits=15, decimal_places=2), default=list, blank=True
    )
    rates: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=6), default=list, blank=True
    )
    deduction = models.DecimalField(
        _("deduction"),
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[_not_below_zero],
        help_text=_("Taken off the wages of a year before tax."),
    )
    allowance = models.DecimalField(
        _("allowance"),
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[_not_below_zero],
        help_text=_("Taken off as well for each allowance that somebody claims."),
    )
    credit = models.DecimalField(
        _("credit"),
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[_not_below_zero],
        help_text=_("Taken off the tax of a year."),
    )
    whole_dollars = models.BooleanField(_("whole dollars"), default=False, help_text=_("Round what is withheld to whole dollars."))
    start_date = models.DateField(_("from"), help_text=_("It holds for payments on this day and later."))
    end_date = models.DateField(
        _("until"), help_text=_("The last day of payment. Figures of one year are never used for the next.")
    )

    class Meta:
        verbose_name = _("state table")
        verbose_name_plural = _("state tables")
        ordering: ClassVar = ["code", "-start_date"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=_CODE), name="state_table_code"),
            ends_after_start("state_table_ends_after_start"),
            models.CheckConstraint(
                condition=(Q(kind="none") & Q(above=[]) & Q(rates=[]))
                | (Q(kind="flat") & Q(above__len=1) & Q(rates__len=1))
                | (Q(kind="brackets") & Q(above__len__gte=1) & Q(above__len=F("rates__len"))),
                name="state_table_whole",
            ),
            models.CheckConstraint(
                condition=Q(deduction__gte=0, allowance__gte=0, credit__gte=0), name="state_table_not_below_zero"
            ),
            never_two_at_once("code", name="state_table_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
