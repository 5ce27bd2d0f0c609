"""What a company writes down of single lines: components, tables of brackets and parameters."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id

CODE = r"^[a-z][a-z0-9_]{0,39}$"
is_code = RegexValidator(CODE, _("A code begins with a small letter and has small letters, digits and _ only, such as night_pay."))
is_currency = RegexValidator(r"^[A-Z]{3}$", _("Give the currency as three capital letters, such as EUR."))


class Kind(models.TextChoices):
    """What a component does to pay; the engine's ComponentKind."""

    EARNING = "earning", _("Earning")
    DEDUCTION = "deduction", _("Deduction")
    EMPLOYER = "employer", _("Employer’s contribution")
    STATISTICAL = "statistical", _("Statistical, never paid")


class AmountRule(models.TextChoices):
    """How an amount comes about."""

    FORMULA = "formula", _("By a formula")
    FIXED = "fixed", _("The same amount each period")
    SHARE = "share", _("A percentage of something")
    TABLE = "table", _("By a table of brackets")
    ENTERED = "entered", _("Entered for each person")


class ProratedBy(models.TextChoices):
    """Which days decide about part of a period; the engine's Proration."""

    NONE = "none", _("Not at all")
    CALENDAR = "calendar", _("By calendar days")
    WORKING = "working", _("By working days")
    FIXED_30 = "fixed_30", _("As a month of 30 days")


class RoundedBy(models.TextChoices):
    """How the last kept place is decided; the engine's RoundingMode."""

    HALF_UP = "half_up", _("To the nearest, halves up")
    HALF_EVEN = "half_even", _("To the nearest, halves to even")
    DOWN = "down", _("Down")
    UP = "up", _("Up")


class PayComponent(models.Model):
    """One line of payslips before it has an amount. Those of one code are variants; a structure has one of them at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, validators=[is_code], help_text=_("What formulas call it."))
    variant = models.CharField(
        _("variant"),
        max_length=60,
        blank=True,
        help_text=_("Only if there is another component with this code: what tells the two apart, such as “Directors”."),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What the payslip calls it."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EARNING)
    rule = models.CharField(_("amount"), max_length=8, choices=AmountRule, default=AmountRule.FORMULA)
    amount = models.DecimalField(_("amount of each period"), max_digits=15, decimal_places=4, null=True, blank=True)
    percent = models.DecimalField(_("percentage"), max_digits=9, decimal_places=4, null=True, blank=True, help_text=_("5 is 5 %."))
    of = models.CharField(_("of"), max_length=60, blank=True, help_text=_("A component, an input or a parameter."))
    table = models.CharField(_("table"), max_length=40, blank=True)
    formula = models.TextField(_("formula"), blank=True)
    condition = models.TextField(
        _("condition"), blank=True, help_text=_("It applies where this says yes. Leave it empty for always.")
    )
    counts_towards: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=60), verbose_name=_("counts towards"), default=list, blank=True
    )
    proration = models.CharField(
        _("part of a period"),
        max_length=8,
        choices=ProratedBy,
        default=ProratedBy.NONE,
        help_text=_("How joining, leaving and unpaid days lower the amount."),
    )
    rounding_places = models.SmallIntegerField(
        _("decimals"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-3), MaxValueValidator(4)],
        help_text=_("Leave empty for those of the currency; -1 rounds to tens, -2 to hundreds."),
    )
    rounding_mode = models.CharField(_("rounding"), max_length=9, choices=RoundedBy, default=RoundedBy.HALF_UP)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[is_currency], help_text=_("Only if it is not the structure’s.")
    )
    ledger_account = models.CharField(_("ledger account"), max_length=60, blank=True)
    is_shown = models.BooleanField(_("shown on the payslip"), default=True)
    position = models.PositiveSmallIntegerField(
        _("place"), default=100, help_text=_("Lower comes first on the payslip, and is taken first when pay does not suffice.")
    )

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering: ClassVar = ["position", "code", "variant"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "variant"], name="pay_component_unique"),
            models.CheckConstraint(condition=models.Q(code__regex=CODE), name="pay_component_code"),
            models.CheckConstraint(
                condition=models.Q(rule="fixed", amount__isnull=False)
                | (models.Q(rule="share", percent__isnull=False) & ~models.Q(of=""))
                | (models.Q(rule="table") & ~models.Q(of="") & ~models.Q(table=""))
                | (models.Q(rule="formula") & ~models.Q(formula=""))
                | models.Q(rule="entered"),
                name="pay_component_amount_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.variant})" if self.variant else self.name


class PayTable(models.Model):
    """Brackets and their rates from a day on, until a later row of the same code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, validators=[is_code], help_text=_("What formulas call it."))
    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    above: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(models.DecimalField(max_digits=15, decimal_places=2))
    rates: "ArrayField[list[Decimal], list[Decimal]]" = ArrayField(models.DecimalField(max_digits=9, decimal_places=6))

    class Meta:
        verbose_name = _("table of brackets")
        verbose_name_plural = _("tables of brackets")
        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="pay_table_unique"),
            models.CheckConstraint(condition=models.Q(code__regex=CODE), name="pay_table_code"),
            models.CheckConstraint(
                condition=models.Q(above__len=models.F("rates__len"), above__len__gte=1), name="pay_table_brackets_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayParameter(models.Model):
    """A figure of the company's own from a day on, until a later row of the same code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, validators=[is_code], help_text=_("What formulas call it."))
    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="pay_parameter_unique"),
            models.CheckConstraint(condition=models.Q(code__regex=CODE), name="pay_parameter_code"),
        ]

    def __str__(self) -> str:
        return self.name
