"""Where people work, and by which pattern."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import core.ids
import core.validators


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("people", "0004_drop_undated_employment"),
    ]

    operations = [
        migrations.AddField(
            model_name="employmentterms",
            name="work_pattern",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the company’s own hours.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="calendars.workpattern",
                verbose_name="work pattern",
            ),
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        help_text="Only if it differs from the company's. People clock in by this clock unless their own record names another.",
                        max_length=64,
                        validators=[core.validators.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="Of the middle of the premises, in degrees, such as 51.501364. North of the equator is positive.",
                        max_digits=8,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="In degrees, such as -0.141890. East of Greenwich is positive.",
                        max_digits=9,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "radius_metres",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Who is that near to the middle is at the location. Phones are off by 5 to 50 metres.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(25), django.core.validators.MaxValueValidator(50000)],
                        verbose_name="radius in metres",
                    ),
                ),
                (
                    "holiday_calendar",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the one that holds for everybody else.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locations",
                        to="calendars.holidaycalendar",
                        verbose_name="holiday calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "location",
                "verbose_name_plural": "locations",
            },
        ),
        migrations.AddField(
            model_name="employmentterms",
            name="location",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="people.location",
                verbose_name="location",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="location_name_unique",
                violation_error_message="There is a location with this name already. Give this one another name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None), ("radius_metres", None)),
                    models.Q(
                        django.db.models.lookups.LessThanOrEqual(django.db.models.functions.math.Abs("latitude"), 90),
                        django.db.models.lookups.LessThanOrEqual(django.db.models.functions.math.Abs("longitude"), 180),
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("radius_metres__isnull", False),
                        ("radius_metres__range", (25, 50000)),
                    ),
                    _connector="OR",
                ),
                name="location_geofence_whole",
                violation_error_message="A geofence needs latitude, longitude and radius: give all three, or none of them.",
            ),
        ),
    ]
