"""Structures, their versions, who is paid by which, and golden cases."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.moments import day_text
from payroll.structures.models.components import PayComponent, is_currency


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
    currency = models.CharField(_("currency"), max_length=3, validators=[is_currency])
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

    trail_capability: ClassVar[str] = "salary.view"

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
