"""What a company writes down of its pay: components, tables, parameters, structures, golden cases; and who is paid by which."""

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.moments import day_text

_CODE = r"^[a-z][a-z0-9_]{0,39}$"
_is_code = RegexValidator(
    _CODE, _("A code begins with a small letter and has small letters, digits and _ only, such as night_pay.")
)
_is_currency = RegexValidator(r"^[A-Z]{3}$", _("Give the currency as three capital letters, such as EUR."))


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
    code = models.CharField(_("code"), max_length=40, validators=[_is_code], help_text=_("What formulas call it."))
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
        _("currency"), max_length=3, blank=True, validators=[_is_currency], help_text=_("Only if it is not the structure’s.")
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
            models.CheckConstraint(condition=models.Q(code__regex=_CODE), name="pay_component_code"),
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
    code = models.CharField(_("code"), max_length=40, validators=[_is_code], help_text=_("What formulas call it."))
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
            models.CheckConstraint(condition=models.Q(code__regex=_CODE), name="pay_table_code"),
            models.CheckConstraint(
                condition=models.Q(above__len=models.F("rates__len"), above__len__gte=1), name="pay_table_brackets_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayParameter(models.Model):
    """A figure of the company's own from a day on, until a later row of the same code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, validators=[_is_code], help_text=_("What formulas call it."))
    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="pay_parameter_unique"),
            models.CheckConstraint(condition=models.Q(code__regex=_CODE), name="pay_parameter_code"),
        ]

    def __str__(self) -> str:
        return self.name


class PayStructure(models.Model):
    """Components that are calculated together. It has its parent's as well, replaced by own ones of the same code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=60, blank=True, help_text=_("What it is listed under, such as “Salaried”."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inherits from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("It has that structure’s components as well. Own ones of the same code take their place."),
    )
    country = models.CharField(_("country"), max_length=2, help_text=_("Whose law it is paid by."))
    currency = models.CharField(_("currency"), max_length=3, validators=[_is_currency])
    components: "models.ManyToManyField[PayComponent, models.Model]" = models.ManyToManyField(
        PayComponent, verbose_name=_("components"), related_name="structures", blank=True
    )

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering: ClassVar = ["group", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="pay_structure_not_its_own_parent"
            ),
            models.CheckConstraint(condition=models.Q(country__regex="^[A-Z]{2}$"), name="pay_structure_country"),
        ]

    def __str__(self) -> str:
        return self.name


class PayStructureVersion(models.Model):
    """A structure as it stood after an edit, whole: what it is planned from. A fact; a stored calculation names it.

    It outlives its structure, so it keeps the key and the name without a link.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    structure_key = models.UUIDField(_("structure"))
    structure_name = models.CharField(_("name"), max_length=80)
    number = models.PositiveIntegerField(_("version"))
    made_at = models.DateTimeField(_("since"))
    content = models.TextField(_("content"))

    class Meta:
        verbose_name = _("version of a structure")
        verbose_name_plural = _("versions of structures")
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure_key", "number"], name="pay_structure_version_unique")]

    def __str__(self) -> str:
        return f"{self.structure_name}, {self.number}"


_NEVER_AT_ONCE = ("valid", RangeOperators.OVERLAPS)


class PayStructureAssignment(models.Model):
    """By which structure somebody is paid in a range of days: a person, a department, or everybody else (neither)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    structure = models.ForeignKey(PayStructure, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="assignments")
    employee = models.ForeignKey(
        "people.Employee",
        verbose_name=_("employee"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="structure_assignments",
    )
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="structure_assignments",
    )
    valid = DateRangeField(_("valid"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(employee__isnull=True) | models.Q(department__isnull=True), name="pay_assignment_to_one"
            ),
            models.CheckConstraint(
                condition=models.Q(valid__isempty=False, valid__startswith__isnull=False), name="pay_assignment_begins"
            ),
            ExclusionConstraint(
                name="pay_assignment_one_a_day_of_employee", expressions=[("employee", RangeOperators.EQUAL), _NEVER_AT_ONCE]
            ),
            ExclusionConstraint(
                name="pay_assignment_one_a_day_of_department",
                expressions=[("department", RangeOperators.EQUAL), _NEVER_AT_ONCE],
            ),
            ExclusionConstraint(
                name="pay_assignment_one_a_day_for_all",
                expressions=[_NEVER_AT_ONCE],
                condition=models.Q(employee__isnull=True, department__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.structure}"

    @property
    def who(self) -> str:
        """The people in words."""
        return str(self.employee or self.department or _("Everybody else"))

    @property
    def first_day(self) -> date:
        """The first day on which it holds."""
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date | None:
        """The last one, None without end. PostgreSQL keeps the day after it."""
        end: date | None = self.valid.upper
        return end and end - timedelta(days=1)

    @property
    def days_text(self) -> str:
        """Both days in words."""
        if self.last_day is None:
            return _("from %(first)s on") % {"first": day_text(self.first_day)}
        return _("%(first)s to %(last)s") % {"first": day_text(self.first_day), "last": day_text(self.last_day)}


class GoldenCase(models.Model):
    """Values and what must come of them: of one component, or of the lines of a structure. Held against every change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("What it shows, such as “Half a month in April”."))
    component = models.ForeignKey(
        PayComponent, verbose_name=_("component"), null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    structure = models.ForeignKey(
        PayStructure, verbose_name=_("structure"), null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    values = models.JSONField(_("values"), default=dict, blank=True)
    expected = models.JSONField(_("expected"))

    class Meta:
        verbose_name = _("golden case")
        verbose_name_plural = _("golden cases")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(component__isnull=False, structure__isnull=True)
                | models.Q(component__isnull=True, structure__isnull=False),
                name="golden_case_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name
