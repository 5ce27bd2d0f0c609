"""Holiday calendars with their holidays, and work patterns with their days."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from hr.calendars.rules import FIRST_MONDAY, LONGEST_CYCLE, DayPart, Shift, WorkCycle

MINUTES_OF_A_DAY = 1440


class HolidayCalendar(models.Model):
    """The days on which people of a place do not work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    # Where its holidays are taken from; none for one that is kept by hand.
    country = models.CharField(_("country"), max_length=2, blank=True)
    subdivision = models.CharField(_("part of the country"), max_length=10, blank=True)
    is_default = models.BooleanField(
        _("for everybody else"), default=False, help_text=_("Holds for people whose location has no calendar of its own.")
    )
    # What was taken out of a year that was added does not come back.
    added_until = models.PositiveSmallIntegerField(_("holidays added up to"), null=True, editable=False)

    class Meta:
        verbose_name = _("holiday calendar")
        verbose_name_plural = _("holiday calendars")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="holiday_calendar_name_unique",
                violation_error_message=_("There is a holiday calendar with this name already. Give this one another name."),
            ),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="holiday_calendar_one_default"
            ),
            models.CheckConstraint(
                condition=models.Q(subdivision="") | ~models.Q(country=""), name="holiday_calendar_part_of_country"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A date on which nobody has to work, or half of it."""

    class Part(models.TextChoices):
        """How much of the date is free."""

        WHOLE = DayPart.WHOLE, _("Whole day")
        MORNING = DayPart.MORNING, _("Morning")
        AFTERNOON = DayPart.AFTERNOON, _("Afternoon")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(
        HolidayCalendar, verbose_name=_("holiday calendar"), on_delete=models.CASCADE, related_name="holidays"
    )
    day = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=200)
    part = models.CharField(_("free"), max_length=10, choices=Part, default=Part.WHOLE)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                name="holiday_day_unique",
                violation_error_message=_("This calendar has a holiday on this date already. Change that one instead."),
            ),
            models.CheckConstraint(condition=models.Q(part__in=[part.value for part in DayPart]), name="holiday_part_known"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkPattern(models.Model):
    """The days and hours on which somebody works, coming round after a number of days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    cycle_days = models.PositiveSmallIntegerField(
        _("repeats after"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_CYCLE)],
        help_text=_("In days: 7 for a week, 14 for two weeks, 8 for four days on and four off."),
    )
    anchor_date = models.DateField(
        _("first day of the cycle"),
        default=FIRST_MONDAY,
        help_text=_("Any date on which the cycle begins anew, such as a Monday."),
    )

    class Meta:
        verbose_name = _("work pattern")
        verbose_name_plural = _("work patterns")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="work_pattern_name_unique",
                violation_error_message=_("There is a work pattern with this name already. Give this one another name."),
            ),
            models.CheckConstraint(condition=models.Q(cycle_days__range=(1, LONGEST_CYCLE)), name="work_pattern_cycle_length"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cycle(self) -> WorkCycle:
        """What the rules reckon with; fetch `days` along with several patterns."""
        shifts = {day.number: Shift(day.start, day.end, day.break_minutes) for day in self.days.all()}
        return WorkCycle(self.anchor_date, self.cycle_days, shifts)


class WorkPatternDay(models.Model):
    """A day of a cycle on which work is planned; days without a row are free."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pattern = models.ForeignKey(WorkPattern, on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField(_("day of the cycle"))
    start = models.TimeField(_("starts"))
    # At or before the start it is the next day's.
    end = models.TimeField(_("ends"))
    break_minutes = models.PositiveSmallIntegerField(_("unpaid break, minutes"), default=0)

    class Meta:
        verbose_name = _("day of a work pattern")
        verbose_name_plural = _("days of a work pattern")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pattern", "number"], name="work_pattern_day_unique"),
            models.CheckConstraint(condition=models.Q(number__range=(1, LONGEST_CYCLE)), name="work_pattern_day_in_cycle"),
            models.CheckConstraint(condition=models.Q(break_minutes__lt=MINUTES_OF_A_DAY), name="work_pattern_break_in_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.start:%H:%M} – {self.end:%H:%M}"
