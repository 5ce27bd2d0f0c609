"""Holiday calendars with their holidays, and work patterns with their days."""

import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HolidayCalendar",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("subdivision", models.CharField(blank=True, max_length=10, verbose_name="part of the country")),
                (
                    "is_default",
                    models.BooleanField(
                        default=False,
                        help_text="Holds for people whose location has no calendar of its own.",
                        verbose_name="for everybody else",
                    ),
                ),
                ("added_until", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="holidays added up to")),
            ],
            options={
                "verbose_name": "holiday calendar",
                "verbose_name_plural": "holiday calendars",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="holiday_calendar_name_unique",
                        violation_error_message="There is a holiday calendar with this name already. Give this one another name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="holiday_calendar_one_default"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subdivision", ""), models.Q(("country", ""), _negated=True), _connector="OR"),
                        name="holiday_calendar_part_of_country",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkPattern",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "cycle_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="In days: 7 for a week, 14 for two weeks, 8 for four days on and four off.",
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(84)],
                        verbose_name="repeats after",
                    ),
                ),
                (
                    "anchor_date",
                    models.DateField(
                        default=datetime.date(1900, 1, 1),
                        help_text="Any date on which the cycle begins anew, such as a Monday.",
                        verbose_name="first day of the cycle",
                    ),
                ),
            ],
            options={
                "verbose_name": "work pattern",
                "verbose_name_plural": "work patterns",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="work_pattern_name_unique",
                        violation_error_message="There is a work pattern with this name already. Give this one another name.",
                    ),
                    models.CheckConstraint(condition=models.Q(("cycle_days__range", (1, 84))), name="work_pattern_cycle_length"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="date")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "part",
                    models.CharField(
                        choices=[("whole", "Whole day"), ("morning", "Morning"), ("afternoon", "Afternoon")],
                        default="whole",
                        max_length=10,
                        verbose_name="free",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holidays",
                        to="calendars.holidaycalendar",
                        verbose_name="holiday calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("calendar", "day"),
                        name="holiday_day_unique",
                        violation_error_message="This calendar has a holiday on this date already. Change that one instead.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["whole", "morning", "afternoon"])), name="holiday_part_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkPatternDay",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="day of the cycle")),
                ("start", models.TimeField(verbose_name="starts")),
                ("end", models.TimeField(verbose_name="ends")),
                ("break_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="unpaid break, minutes")),
                (
                    "pattern",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="days", to="calendars.workpattern"),
                ),
            ],
            options={
                "verbose_name": "day of a work pattern",
                "verbose_name_plural": "days of a work pattern",
                "constraints": [
                    models.UniqueConstraint(fields=("pattern", "number"), name="work_pattern_day_unique"),
                    models.CheckConstraint(condition=models.Q(("number__range", (1, 84))), name="work_pattern_day_in_cycle"),
                    models.CheckConstraint(condition=models.Q(("break_minutes__lt", 1440)), name="work_pattern_break_in_a_day"),
                ],
            },
        ),
    ]
