"""The one row of a company's settings."""

from datetime import time
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import DateFormat, DateStyle
from core.validators import validate_time_zone
from tenants.company_settings.rules import DEFAULT_PRIMARY_COLOR, DEFAULT_SECONDARY_COLOR

LONGEST_LEAVER_ACCESS = 120
_COLOR = r"^#[0-9a-f]{6}$"
_is_color = RegexValidator(_COLOR, _("Give the colour as # and six hexadecimal digits, such as #1976d2."))
_at_most_a_day = MaxValueValidator(1440, _("A day has %(limit_value)s minutes."))


class CompanySettings(models.Model):
    """How a company works and looks. There is exactly one row; its key is always 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    display_name = models.CharField(_("display name"), max_length=120, help_text=_("What people see on every page."))
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    primary_color = models.CharField(_("primary colour"), max_length=7, default=DEFAULT_PRIMARY_COLOR, validators=[_is_color])
    secondary_color = models.CharField(_("secondary colour"), max_length=7, default=DEFAULT_SECONDARY_COLOR, validators=[_is_color])

    # The name of a kept file, and the picture's size in pixels; all three or none.
    logo = models.CharField(_("logo"), max_length=60, blank=True, editable=False, default="", db_default="")
    logo_width = models.PositiveSmallIntegerField(editable=False, default=0, db_default=0)
    logo_height = models.PositiveSmallIntegerField(editable=False, default=0, db_default=0)

    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    currency = models.CharField(_("currency"), max_length=3)
    date_format = models.CharField(
        _("date format"),
        max_length=12,
        choices=[(each.value, each.value) for each in DateFormat],
        default=DateFormat.DAY_MONTH_NAME_YEAR.value,
    )
    uses_24_hours = models.BooleanField(_("24-hour clock"), default=True)
    week_starts_on = models.PositiveSmallIntegerField(
        _("week starts on"), default=1, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )

    working_days: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        verbose_name=_("working days"),
        help_text=_("As numbers: 1 is Monday, 7 is Sunday."),
    )
    workday_start = models.TimeField(_("work starts"), default=time(9, 0))
    workday_end = models.TimeField(_("work ends"), default=time(17, 30))
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace"), default=15, validators=[_at_most_a_day], help_text=_("Minutes after the start that do not yet count as late.")
    )
    overtime_threshold_minutes = models.PositiveSmallIntegerField(
        _("overtime threshold"),
        default=480,
        validators=[_at_most_a_day],
        help_text=_("Minutes of work on a day after which the rest is overtime."),
    )
    # Not used any more: `compensation.PayClosing` has it for everybody. The next release takes the column away.
    changes_closed_until = models.DateField(
        _("employment closed up to"),
        null=True,
        blank=True,
        help_text=_("Up to this day employment cannot be changed any more, as after a pay run. Empty: no day is closed."),
    )

    leaver_access_months = models.PositiveSmallIntegerField(
        _("access after leaving"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(LONGEST_LEAVER_ACCESS)],
        help_text=_("Months for which people who have left may still open their own payslips and documents. 0: none."),
    )

    class Meta:
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="company_settings_one_row"),
            models.CheckConstraint(condition=models.Q(week_starts_on__range=(1, 7)), name="company_settings_week_starts_on"),
            models.CheckConstraint(
                condition=models.Q(overtime_threshold_minutes__lte=1440), name="company_settings_overtime_in_a_day"
            ),
            models.CheckConstraint(condition=models.Q(grace_minutes__lte=1440), name="company_settings_grace_in_a_day"),
            models.CheckConstraint(
                condition=models.Q(working_days__contained_by=[1, 2, 3, 4, 5, 6, 7]), name="company_settings_working_days"
            ),
            models.CheckConstraint(
                condition=models.Q(leaver_access_months__lte=LONGEST_LEAVER_ACCESS), name="company_settings_leaver_access"
            ),
            # Both stand in the style of every page.
            models.CheckConstraint(
                condition=models.Q(primary_color__regex=_COLOR, secondary_color__regex=_COLOR), name="company_settings_colors"
            ),
            models.CheckConstraint(
                condition=models.Q(logo="", logo_width=0, logo_height=0)
                | models.Q(logo__regex=r"^logo/[0-9a-f]{32}\.webp$", logo_width__gt=0, logo_height__gt=0),
                name="company_settings_logo_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def logo_version(self) -> UUID | None:
        """What its address changes with, so that browsers may keep a logo for good."""
        return UUID(self.logo.removeprefix("logo/").removesuffix(".webp")) if self.logo else None

    @property
    def date_style(self) -> DateStyle:
        """How dates and times are written for this company."""
        return DateStyle(DateFormat(self.date_format), self.uses_24_hours)
