"""Versions of structures, who is paid by which, golden cases."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [("structures", "0001_initial"), ("people", "0002_employee_numbering")]

    operations = [
        migrations.CreateModel(
            name="GoldenCase",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    models.CharField(
                        help_text="What it shows, such as “Half a month in April”.", max_length=120, verbose_name="name"
                    ),
                ),
                ("values", models.JSONField(blank=True, default=dict, verbose_name="values")),
                ("expected", models.JSONField(verbose_name="expected")),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="structures.paycomponent",
                        verbose_name="component",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="structures.paystructure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "golden case",
                "verbose_name_plural": "golden cases",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="PayStructureAssignment",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="valid")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="structure_assignments",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="structure_assignments",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="structures.paystructure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
            },
        ),
        migrations.CreateModel(
            name="PayStructureVersion",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("structure_key", models.UUIDField(verbose_name="structure")),
                ("structure_name", models.CharField(max_length=80, verbose_name="name")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("made_at", models.DateTimeField(verbose_name="since")),
                ("content", models.TextField(verbose_name="content")),
            ],
            options={
                "verbose_name": "version of a structure",
                "verbose_name_plural": "versions of structures",
                "constraints": [models.UniqueConstraint(fields=("structure_key", "number"), name="pay_structure_version_unique")],
            },
        ),
        migrations.AddConstraint(
            model_name="goldencase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("component__isnull", False), ("structure__isnull", True)),
                    models.Q(("component__isnull", True), ("structure__isnull", False)),
                    _connector="OR",
                ),
                name="golden_case_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructureassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("employee__isnull", True), ("department__isnull", True), _connector="OR"),
                name="pay_assignment_to_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructureassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False), ("valid__startswith__isnull", False)), name="pay_assignment_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructureassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("employee", "="), ("valid", "&&")], name="pay_assignment_one_a_day_of_employee"
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructureassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("department", "="), ("valid", "&&")], name="pay_assignment_one_a_day_of_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="paystructureassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("department__isnull", True), ("employee__isnull", True)),
                expressions=[("valid", "&&")],
                name="pay_assignment_one_a_day_for_all",
            ),
        ),
    ]
