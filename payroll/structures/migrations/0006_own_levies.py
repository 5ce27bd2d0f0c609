"""A company's own levies of a country without a pack."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0005_state_tax_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnLevy",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                (
                    "code",
                    models.CharField(
                        help_text="What formulas call it.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]{0,39}$",
                                "A code begins with a small letter and has small letters, digits and _ only, such as night_pay.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(help_text="What the payslip calls it.", max_length=80, verbose_name="name")),
                (
                    "paid_by",
                    models.CharField(
                        choices=[("employee", "The employee: it is taken from pay"), ("employer", "The employer, besides pay")],
                        default="employee",
                        max_length=8,
                        verbose_name="paid by",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("flat", "One rate"),
                            ("brackets", "Brackets: each part at its own rate"),
                            ("amounts", "Fixed amounts by pay"),
                        ],
                        default="flat",
                        max_length=8,
                        verbose_name="method",
                    ),
                ),
                (
                    "counted_over",
                    models.CharField(
                        choices=[
                            ("payment", "Each payment by itself"),
                            ("year", "A year of such payments, divided again"),
                            ("year_to_date", "The year so far, less what was taken"),
                        ],
                        default="payment",
                        max_length=12,
                        verbose_name="counted over",
                    ),
                ),
                (
                    "above",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=15)),
                ),
                (
                    "figures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=6, max_digits=15), help_text="Rates, or fixed amounts."
                    ),
                ),
                (
                    "ceiling",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="What lies above does not count. Leave it empty if there is none.",
                        max_digits=15,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="ceiling",
                    ),
                ),
                (
                    "most",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of the levy, over the same stretch of time. Leave it empty if there is none.",
                        max_digits=15,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="highest amount",
                    ),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[("half_up", "To the nearest, halves up"), ("down", "Down"), ("up", "Up")],
                        default="half_up",
                        max_length=7,
                        verbose_name="rounding",
                    ),
                ),
                ("unit", models.DecimalField(decimal_places=3, default=Decimal("0.01"), max_digits=7, verbose_name="rounded to")),
                ("start_date", models.DateField(help_text="It holds for payments on this day and later.", verbose_name="from")),
                (
                    "end_date",
                    models.DateField(
                        help_text="The last day of payment. Figures of one year are never used for the next.", verbose_name="until"
                    ),
                ),
            ],
            options={
                "verbose_name": "own levy",
                "verbose_name_plural": "own levies",
                "ordering": ["country", "code", "-start_date"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code__regex", "^[a-z][a-z0-9_]{0,39}$")), name="own_levy_code"),
                    models.CheckConstraint(condition=models.Q(("country__regex", "^[A-Z]{2}$")), name="own_levy_country"),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"),
                        name="own_levy_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("above__len__gte", 1), ("above__len", models.F("figures__len"))),
                        name="own_levy_rows_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_by__in", ["employee", "employer"]),
                            ("method__in", ["flat", "brackets", "amounts"]),
                            ("counted_over__in", ["payment", "year", "year_to_date"]),
                            ("rounding__in", ["half_up", "down", "up"]),
                        ),
                        name="own_levy_choices_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("country", "="),
                            ("code", "="),
                            (
                                models.Func(
                                    models.F("start_date"),
                                    models.F("end_date"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="own_levy_one_a_day",
                    ),
                ],
            },
        ),
    ]
