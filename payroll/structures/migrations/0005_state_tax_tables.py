"""A company's own tables of American states."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0004_component_rounding_of_currency"),
    ]

    operations = [
        migrations.CreateModel(
            name="StateTaxTable",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        help_text="The two letters of the state; for a county or city a code of your own, such as NYC.",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9_-]{1,19}$", "A code has two to twenty capital letters and digits, such as CA or NYC."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("none", "None: nothing is withheld"), ("flat", "Flat: one rate"), ("brackets", "Brackets")],
                        default="flat",
                        max_length=8,
                        verbose_name="tax",
                    ),
                ),
                (
                    "above",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=15), blank=True, default=list
                    ),
                ),
                (
                    "rates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=6, max_digits=9), blank=True, default=list
                    ),
                ),
                (
                    "deduction",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Taken off the wages of a year before tax.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="deduction",
                    ),
                ),
                (
                    "allowance",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Taken off as well for each allowance that somebody claims.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="allowance",
                    ),
                ),
                (
                    "credit",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Taken off the tax of a year.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal(0))],
                        verbose_name="credit",
                    ),
                ),
                (
                    "whole_dollars",
                    models.BooleanField(
                        default=False, help_text="Round what is withheld to whole dollars.", verbose_name="whole dollars"
                    ),
                ),
                ("start_date", models.DateField(help_text="It holds for payments on this day and later.", verbose_name="from")),
                (
                    "end_date",
                    models.DateField(
                        help_text="The last day of payment. Figures of one year are never used for the next.", verbose_name="until"
                    ),
                ),
            ],
            options={
                "verbose_name": "state table",
                "verbose_name_plural": "state tables",
                "ordering": ["code", "-start_date"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code__regex", "^[A-Z][A-Z0-9_-]{1,19}$")), name="state_table_code"),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"),
                        name="state_table_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "none"), ("above", []), ("rates", [])),
                            models.Q(("kind", "flat"), ("above__len", 1), ("rates__len", 1)),
                            models.Q(("kind", "brackets"), ("above__len__gte", 1), ("above__len", models.F("rates__len"))),
                            _connector="OR",
                        ),
                        name="state_table_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allowance__gte", 0), ("credit__gte", 0), ("deduction__gte", 0)),
                        name="state_table_not_below_zero",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
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
                        name="state_table_one_a_day",
                    ),
                ],
            },
        ),
    ]
