"""Employment by dates: from when to when, and on what terms. What stood in the employees' own columns becomes their first of each."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.ids

# Keys of the employee's own, so that the same rows come of it wherever it runs.
COPY = """
INSERT INTO people_employmentperiod (id, employee_id, start_date, end_date)
SELECT id, id, start_date, end_date FROM people_employee;
INSERT INTO people_employmentterms
       (id, employee_id, start_date, end_date, job_title, department_id, manager_id, contract_type, full_time_equivalent, cost_center)
SELECT id, id, start_date, end_date, job_title, department_id, manager_id, 'permanent', 1, '' FROM people_employee;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_employee_numbering"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmploymentPeriod",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("start_date", models.DateField(verbose_name="first day")),
                ("end_date", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "employment",
                "verbose_name_plural": "employments",
            },
        ),
        migrations.CreateModel(
            name="EmploymentTerms",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("start_date", models.DateField(verbose_name="from")),
                ("end_date", models.DateField(blank=True, null=True, verbose_name="until")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "contract_type",
                    models.CharField(
                        choices=[
                            ("permanent", "Permanent"),
                            ("fixed_term", "Fixed term"),
                            ("casual", "Casual"),
                            ("apprentice", "Apprentice"),
                            ("intern", "Intern"),
                            ("agency", "Through an agency"),
                            ("contractor", "Contractor"),
                        ],
                        default="permanent",
                        max_length=12,
                        verbose_name="contract",
                    ),
                ),
                (
                    "weekly_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="As agreed in the contract.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(168)),
                        ],
                        verbose_name="hours a week",
                    ),
                ),
                (
                    "full_time_equivalent",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal(1),
                        help_text="1 is full time, 0.5 is half of it.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(2)),
                        ],
                        verbose_name="full-time equivalent",
                    ),
                ),
                ("cost_center", models.CharField(blank=True, max_length=50, verbose_name="cost centre")),
            ],
            options={
                "verbose_name": "terms of employment",
                "verbose_name_plural": "terms of employment",
            },
        ),
        migrations.AddField(
            model_name="employmentperiod",
            name="employee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="period_history", to="people.employee"
            ),
        ),
        migrations.AddField(
            model_name="employmentterms",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="people.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="employmentterms",
            name="employee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="terms_history", to="people.employee"
            ),
        ),
        migrations.AddField(
            model_name="employmentterms",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="managed_terms",
                to="people.employee",
                verbose_name="manager",
            ),
        ),
        migrations.AddIndex(
            model_name="employmentperiod",
            index=models.Index(fields=["employee", "start_date"], name="employment_period_start"),
        ),
        migrations.AddConstraint(
            model_name="employmentperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("employee", "="),
                    (
                        models.Func(
                            "start_date",
                            "end_date",
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="employment_period_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="employmentperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"),
                name="employment_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="employmentterms",
            index=models.Index(fields=["employee", "start_date"], name="employment_terms_start"),
        ),
        migrations.AddConstraint(
            model_name="employmentterms",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("employee", "="),
                    (
                        models.Func(
                            "start_date",
                            "end_date",
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="employment_terms_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="employmentterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"),
                name="employment_terms_end_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="employmentterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("manager__isnull", True), models.Q(("manager", models.F("employee")), _negated=True), _connector="OR"
                ),
                name="employment_terms_not_own_manager",
            ),
        ),
        migrations.AddConstraint(
            model_name="employmentterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekly_hours__isnull", True), ("weekly_hours__range", (0, Decimal(168))), _connector="OR"),
                name="employment_terms_hours_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="employmentterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("full_time_equivalent__range", (0, 2))), name="employment_terms_full_time_equivalent"
            ),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
