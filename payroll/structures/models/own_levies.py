"""OwnLevy: what the law of a country without a pack takes or asks for, by the company's own figures."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from payroll.structures.models.components import CODE, is_code
from payroll.structures.models.dated import ends_after_start, never_two_at_once

_not_below_zero = MinValueValidator(Decimal(0))


class PaidBy(models.TextChoices):
    """Who bears a levy."""

    EMPLOYEE = "employee", _("The employee: it is taken from pay")
    EMPLOYER = "employer", _("The employer, besides pay")


class LevyMethod(models.TextChoices):
    """How a levy follows from what counts for it."""

    FLAT = "flat", _("One rate")
    BRACKETS = "brackets", _("Brackets: each part at its own rate")
    AMOUNTS = "amounts", _("Fixed amounts by pay")


class CountedOver(models.TextChoices):
    """Over which stretch of time."""

    PAYMENT = "payment", _("Each payment by itself")
    YEAR = "year", _("A year of such payments, divided again")
    YEAR_TO_DATE = "year_to_date", _("The year so far, less what was taken")


class LevyRounding(models.TextChoices):
    """How the levy is rounded."""

    HALF_UP = "half_up", _("To the nearest, halves up")
    DOWN = "down", _("Down")
    UP = "up", _("Up")


class OwnLevy(models.Model):
    """One levy of a country for payments from one day to another. Rooster has not checked it, and marks what comes of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(_("country"), max_length=2)
    code = models.CharField(_("code"), max_length=40, validators=[is_code], help_text=_("What formulas call it."))
    name = models.CharField(_("name"), max_length=80, help_text=_("What the payslip calls it."))
    paid_by = models.CharField(_("paid by"), max_length=8, choices=PaidBy, default=PaidBy.EMPLOYEE)
    method = models.CharField(_("method"), max_length=8, choices=LevyMethod, default=LevyMethod.FLAT)
    counted_over = models.CharField(_("counted over"), max_length=12, choices=CountedOver, default=CountedOver.PAYMENT)
    above: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(models.DecimalField(max_digits=15, decimal_places=2))
    figures: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(
        models.DecimalField(max_digits=15, decimal_places=6), help_text=_("Rates, or fixed amounts.")
    )
    ceiling = models.DecimalField(
        _("ceiling"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_not_below_zero],
        help_text=_("What lies above does not count. Leave it empty if there is none."),
    )
    most = models.DecimalField(
        _("highest amount"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_not_below_zero],
        help_text=_("Of the levy, over the same stretch of time. Leave it empty if there is none."),
    )
    rounding = models.CharField(_("rounding"), max_length=7, choices=LevyRounding, default=LevyRounding.HALF_UP)
    unit = models.DecimalField(_("rounded to"), max_digits=7, decimal_places=3, default=Decimal("0.01"))
    start_date = models.DateField(_("from"), help_text=_("It holds for payments on this day and later."))
    end_date = models.DateField(
        _("until"), help_text=_("The last day of payment. Figures of one year are never used for the next.")
    )

    class Meta:
        verbose_name = _("own levy")
        verbose_name_plural = _("own levies")
        ordering: ClassVar = ["country", "code", "-start_date"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="own_levy_code"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="own_levy_country"),
            ends_after_start("own_levy_ends_after_start"),
            models.CheckConstraint(condition=Q(above__len__gte=1) & Q(above__len=F("figures__len")), name="own_levy_rows_whole"),
            models.CheckConstraint(
                condition=Q(paid_by__in=PaidBy.values)
                & Q(method__in=LevyMethod.values)
                & Q(counted_over__in=CountedOver.values)
                & Q(rounding__in=LevyRounding.values),
                name="own_levy_choices_known",
            ),
            never_two_at_once("country", "code", name="own_levy_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
