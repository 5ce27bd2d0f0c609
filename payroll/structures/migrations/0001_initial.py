"""Components, tables, parameters and structures."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PayComponent",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
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
                (
                    "variant",
                    models.CharField(
                        blank=True,
                        help_text="Only if there is another component with this code: what tells the two apart, such as “Directors”.",
                        max_length=60,
                        verbose_name="variant",
                    ),
                ),
                ("name", models.CharField(help_text="What the payslip calls it.", max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earning", "Earning"),
                            ("deduction", "Deduction"),
                            ("employer", "Employer’s contribution"),
                            ("statistical", "Statistical, never paid"),
                        ],
                        default="earning",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("formula", "By a formula"),
                            ("fixed", "The same amount each period"),
                            ("share", "A percentage of something"),
                            ("table", "By a table of brackets"),
                            ("entered", "Entered for each person"),
                        ],
                        default="formula",
                        max_length=8,
                        verbose_name="amount",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="amount of each period"
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True, decimal_places=4, help_text="5 is 5 %.", max_digits=9, null=True, verbose_name="percentage"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        blank=True, help_text="A component, an input or a parameter.", max_length=60, verbose_name="of"
                    ),
                ),
                (
                    "table",
                    models.CharField(blank=True, help_text="The code of a table of brackets.", max_length=40, verbose_name="table"),
                ),
                ("formula", models.TextField(blank=True, max_length=1000, verbose_name="formula")),
                (
                    "condition",
                    models.TextField(
                        blank=True,
                        help_text="It applies where this says yes. Leave it empty for always.",
                        max_length=1000,
                        verbose_name="condition",
                    ),
                ),
                (
                    "counts_towards",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, verbose_name="counts towards"
                    ),
                ),
                (
                    "proration",
                    models.CharField(
                        choices=[
                            ("none", "Not at all"),
                            ("calendar", "By calendar days"),
                            ("working", "By working days"),
                            ("fixed_30", "As a month of 30 days"),
                        ],
                        default="none",
                        help_text="How joining, leaving and unpaid days lower the amount.",
                        max_length=8,
                        verbose_name="part of a period",
                    ),
                ),
                (
                    "rounding_places",
                    models.SmallIntegerField(
                        default=2,
                        help_text="-1 rounds to tens, -2 to hundreds.",
                        validators=[django.core.validators.MinValueValidator(-3), django.core.validators.MaxValueValidator(6)],
                        verbose_name="decimals",
                    ),
                ),
                (
                    "rounding_mode",
                    models.CharField(
                        choices=[
                            ("half_up", "To the nearest, halves up"),
                            ("half_even", "To the nearest, halves to even"),
                            ("down", "Down"),
                            ("up", "Up"),
                        ],
                        default="half_up",
                        max_length=9,
                        verbose_name="rounding",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="Only if it is not the structure’s.",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Give the currency as three capital letters, such as EUR."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                ("ledger_account", models.CharField(blank=True, max_length=60, verbose_name="ledger account")),
                ("is_shown", models.BooleanField(default=True, verbose_name="shown on the payslip")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Lower comes first on the payslip, and is taken first when pay does not suffice.",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "component",
                "verbose_name_plural": "components",
                "ordering": ["position", "code", "variant"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "variant"), name="pay_component_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9_]{0,39}$")), name="pay_component_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", False), ("rule", "fixed")),
                            models.Q(("percent__isnull", False), ("rule", "share"), models.Q(("of", ""), _negated=True)),
                            models.Q(
                                ("rule", "table"), models.Q(("of", ""), _negated=True), models.Q(("table", ""), _negated=True)
                            ),
                            models.Q(("rule", "formula"), models.Q(("formula", ""), _negated=True)),
                            ("rule", "entered"),
                            _connector="OR",
                        ),
                        name="pay_component_amount_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayParameter",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="value")),
            ],
            options={
                "verbose_name": "parameter",
                "verbose_name_plural": "parameters",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="pay_parameter_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z0-9_]{0,39}$")), name="pay_parameter_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayStructure",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="What it is listed under, such as “Salaried”.", max_length=60, verbose_name="group"
                    ),
                ),
                ("country", models.CharField(help_text="Whose law it is paid by.", max_length=2, verbose_name="country")),
                (
                    "currency",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Give the currency as three capital letters, such as EUR."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "components",
                    models.ManyToManyField(
                        blank=True, related_name="structures", to="structures.paycomponent", verbose_name="components"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="It has that structure’s components as well. Own ones of the same code take their place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="structures.paystructure",
                        verbose_name="inherits from",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
                "ordering": ["group", "name"],
            },
        ),
        migrations.CreateModel(
            name="PayTable",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "above",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=15)),
                ),
                (
                    "rates",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=6, max_digits=9)),
                ),
            ],
            options={
                "verbose_name": "table of brackets",
                "verbose_name_plural": "tables of brackets",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="pay_table_unique"),
                    models.CheckConstraint(condition=models.Q(("code__regex", "^[a-z][a-z0-9_]{0,39}$")), name="pay_table_code"),
                    models.CheckConstraint(
                        condition=models.Q(("above__len", models.F("rates__len")), ("above__len__gte", 1)),
                        name="pay_table_brackets_whole",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="paystructure",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"),
                name="pay_structure_not_its_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructure",
            constraint=models.CheckConstraint(condition=models.Q(("country__regex", "^[A-Z]{2}$")), name="pay_structure_country"),
        ),
    ]
