"""Employee: what is so of a person whatever the day."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.validators import validate_time_zone
from hr.people.models.employment import EmploymentPeriod, EmploymentTerms, nearest_to

_AS_OF = ("period", "terms__department", "terms__manager", "terms__location")


class EmployeeNumbering(models.Model):
    """One row from the first hire on: the latest number that an employee was given, who may have been deleted since."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    latest = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="employee_numbering_one_row")]

    def __str__(self) -> str:
        return str(self.latest)


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Filters in the business's words."""

    def employed_on(self, day: date) -> "EmployeeQuerySet":
        """People whose employment covers `day`."""
        covering = EmploymentPeriod.objects.filter(employee=models.OuterRef("pk")).covering(day)
        return self.filter(models.Exists(covering))

    def as_of(self, day: date, *, user_id: UUID | None = None) -> "EmployeeQuerySet":
        """With `period` and `terms` as of `day`, for lists and filters (`terms__department`); no query per person.

        They are those that hold on the day. Of somebody who is not employed then, they are the last before it, or else the
        first after it: what a list shows of people who have left or are still to come. With a `user_id` the query is of that
        account's employee alone, and looks at nobody else's.
        """
        period, terms = (nearest_to(day, rows, user_id=user_id) for rows in (EmploymentPeriod, EmploymentTerms))
        rows = {
            "period": models.FilteredRelation("period_history", condition=models.Q(period_history__pk__in=period)),
            "terms": models.FilteredRelation("terms_history", condition=models.Q(terms_history__pk__in=terms)),
        }
        people = self.filter(user=user_id) if user_id else self
        return people.annotate(**rows).select_related(*_AS_OF)

    def not_left(self, day: date) -> "EmployeeQuerySet":
        """Of people `as_of` a day, those whose employment has not ended before `day`: they are here, or still to come."""
        return self.filter(models.Q(period__end_date__isnull=True) | models.Q(period__end_date__gte=day))


class Employee(models.Model):
    """A person who works, worked or will work for the company. May have an account, and then at most one.

    When and as what they work is told by their periods and terms of employment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(
        "accounts.User",
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="employee",
    )
    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    work_email = models.EmailField(_("work e-mail"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Only if it differs from the company's."),
    )

    # By the key of a `hr.custom_fields.models.CustomField`, as its rules store them; also of fields that were removed.
    custom_values = models.JSONField(
        _("further data"), default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )

    objects = EmployeeQuerySet.as_manager()
    trail_capability: ClassVar[str] = "job.view"

    if TYPE_CHECKING:
        # Set by `EmployeeQuerySet.as_of`; without it neither is there.
        period: EmploymentPeriod
        terms: EmploymentTerms

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("work_email"), name="employee_work_email_unique"),
            models.CheckConstraint(
                condition=Exact(
                    models.Func("custom_values", function="jsonb_typeof", output_field=models.TextField()), models.Value("object")
                ),
                name="employee_custom_values_object",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["last_name", "first_name", "id"], name="employee_name")]

    def __str__(self) -> str:
        return self.full_name

    def zone_name(self, company_zone: str) -> str:
        """The zone whose clock somebody `as_of` a day goes by: their own, or their location's, or the company's."""
        location = self.terms.location
        return self.time_zone or (location.time_zone if location else "") or company_zone

    @property
    def trail_person(self) -> "Employee":
        """Whose record this is."""
        return self

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class FurtherData(Employee):
    """The same rows, as the trail tells of custom fields of the personal data: to whoever may see that, and not with the job."""

    trail_capability: ClassVar[str] = "personal.view"

    class Meta:
        proxy = True
        verbose_name = _("further data")
        verbose_name_plural = _("further data")
