"""When somebody is employed, and as what: rows that hold from one day to another, both included."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.periods import DateRange
from hr.people.models.departments import Department
from hr.people.models.locations import Location

HOURS_OF_A_WEEK = Decimal(168)


class DatedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Filters of rows that hold from one day to another."""

    def covering(self, day: date) -> Self:
        """Those that hold on `day`."""
        return self.overlapping(DateRange(day, day))

    def overlapping(self, days: DateRange) -> Self:
        """Those that hold on at least one of the days."""
        rows = self.filter(models.Q(end_date__isnull=True) | models.Q(end_date__gte=days.start))
        return rows if days.end is None else rows.filter(start_date__lte=days.end)

    def nearest_first(self, day: date) -> Self:
        """The one that holds on `day` or was the last to, and so on back; then those that are still to come, the next one first."""
        begun = models.Case(models.When(start_date__lte=day, then="start_date"))
        return self.order_by(begun.desc(nulls_last=True), "start_date")


def _no_overlap(name: str) -> ExclusionConstraint:
    """No two rows of an employee hold on the same day."""
    days = models.Func("start_date", "end_date", models.Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(name=name, expressions=[("employee", RangeOperators.EQUAL), (days, RangeOperators.OVERLAPS)])


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")), name=name
    )


class EmploymentPeriod(models.Model):
    """From somebody's first day to their last; who comes back has another one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", on_delete=models.CASCADE, related_name="period_history")
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet["EmploymentPeriod"].as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints: ClassVar = [_no_overlap("employment_period_no_overlap"), _ends_after_start("employment_ends_after_start")]
        indexes: ClassVar = [models.Index(fields=["employee", "start_date"], name="employment_period_start")]

    def __str__(self) -> str:
        return f"{self.start_date} – {self.end_date or ''}"

    @property
    def days(self) -> DateRange:
        """The days on which they are employed."""
        return DateRange(self.start_date, self.end_date)


class ContractType(models.TextChoices):
    """What kind of contract somebody works under."""

    PERMANENT = "permanent", _("Permanent")
    FIXED_TERM = "fixed_term", _("Fixed term")
    CASUAL = "casual", _("Casual")
    APPRENTICE = "apprentice", _("Apprentice")
    INTERN = "intern", _("Intern")
    AGENCY = "agency", _("Through an agency")
    CONTRACTOR = "contractor", _("Contractor")


class EmploymentTerms(models.Model):
    """As what somebody is employed, from one day to another. Each day of a period of employment has its terms."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", on_delete=models.CASCADE, related_name="terms_history")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="terms"
    )
    manager = models.ForeignKey(
        "people.Employee",
        verbose_name=_("manager"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="managed_terms",
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), null=True, blank=True, on_delete=models.PROTECT, related_name="terms"
    )
    contract_type = models.CharField(
        _("contract"), max_length=12, choices=ContractType.choices, default=ContractType.PERMANENT.value
    )
    weekly_hours = models.DecimalField(
        _("hours a week"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(HOURS_OF_A_WEEK)],
        help_text=_("As agreed in the contract."),
    )
    work_pattern = models.ForeignKey(
        "calendars.WorkPattern",
        verbose_name=_("work pattern"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="terms",
        help_text=_("Empty: the company’s own hours."),
    )
    full_time_equivalent = models.DecimalField(
        _("full-time equivalent"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(2))],
        help_text=_("1 is full time, 0.5 is half of it."),
    )
    cost_center = models.CharField(_("cost centre"), max_length=50, blank=True)

    objects = DatedQuerySet["EmploymentTerms"].as_manager()

    class Meta:
        verbose_name = _("terms of employment")
        verbose_name_plural = _("terms of employment")
        constraints: ClassVar = [
            _no_overlap("employment_terms_no_overlap"),
            _ends_after_start("employment_terms_end_after_start"),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=models.F("employee")),
                name="employment_terms_not_own_manager",
            ),
            models.CheckConstraint(
                condition=models.Q(weekly_hours__isnull=True) | models.Q(weekly_hours__range=(0, HOURS_OF_A_WEEK)),
                name="employment_terms_hours_in_a_week",
            ),
            models.CheckConstraint(
                condition=models.Q(full_time_equivalent__range=(0, 2)), name="employment_terms_full_time_equivalent"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["employee", "start_date"], name="employment_terms_start")]

    def __str__(self) -> str:
        return self.job_title or str(self.employee)

    @property
    def days(self) -> DateRange:
        """The days on which they hold."""
        return DateRange(self.start_date, self.end_date)


# As `nearest_first`, for statements of our own: the day twice.
NEAREST_ORDER = "employee_id, start_date > %s, abs(start_date - %s)"
# Every page asks for terms, and putting this together from expressions takes longer than PostgreSQL needs to answer it.
_NEAREST = f"SELECT DISTINCT ON (employee_id) id FROM {{table}} {{where}} ORDER BY {NEAREST_ORDER}"  # noqa: S608 - made of a constant.
_OF_ACCOUNT = "WHERE employee_id = (SELECT id FROM people_employee WHERE user_id = %s)"


def nearest_to(day: date, rows: type[models.Model], *, user_id: UUID | None = None) -> RawSQL:
    """The key of each employee's row that is `nearest_first`: of all at once, as a list needs them, or of one account's alone."""
    statement = _NEAREST.format(table=rows._meta.db_table, where=_OF_ACCOUNT if user_id else "")
    return RawSQL(statement, [*([user_id] if user_id else []), day, day])  # noqa: S611 - The statement is this module's own.
