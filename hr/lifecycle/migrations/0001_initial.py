"""Checklists of people who come and go, and their templates."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0005_locations_and_work_patterns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "occasion",
                    models.CharField(
                        choices=[("onboarding", "Joining"), ("offboarding", "Leaving")], max_length=12, verbose_name="occasion"
                    ),
                ),
                ("anchor_date", models.DateField(verbose_name="day")),
                (
                    "employee",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="checklists", to="people.employee"),
                ),
            ],
            options={
                "verbose_name": "checklist",
                "verbose_name_plural": "checklists",
            },
        ),
        migrations.CreateModel(
            name="ChecklistTask",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                ("instructions", models.TextField(blank=True, max_length=2000, verbose_name="how")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("hr", "HR"),
                            ("manager", "Their manager"),
                            ("employee", "The person"),
                            ("named", "Somebody else"),
                        ],
                        max_length=10,
                        verbose_name="done by",
                    ),
                ),
                ("due_date", models.DateField(verbose_name="due")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                ("reminded_on", models.DateField(null=True)),
                (
                    "checklist",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="lifecycle.checklist"),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="named_tasks", to="people.employee"
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
            },
        ),
        migrations.CreateModel(
            name="ChecklistTemplate",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "occasion",
                    models.CharField(
                        choices=[("onboarding", "Joining"), ("offboarding", "Leaving")],
                        max_length=12,
                        verbose_name="when somebody is",
                    ),
                ),
                (
                    "starts_by_itself",
                    models.BooleanField(
                        default=True,
                        help_text="With everybody who is hired, or leaves. Otherwise it is started by hand.",
                        verbose_name="starts by itself",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist template",
                "verbose_name_plural": "checklist templates",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="checklist_template_name_unique",
                        violation_error_message="There is a template with this name already. Give this one another name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateTask",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                ("instructions", models.TextField(blank=True, max_length=2000, verbose_name="how")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("hr", "HR"),
                            ("manager", "Their manager"),
                            ("employee", "The person"),
                            ("named", "Somebody else"),
                        ],
                        default="hr",
                        max_length=10,
                        verbose_name="done by",
                    ),
                ),
                (
                    "offset_days",
                    models.SmallIntegerField(
                        default=0,
                        help_text="The first or last day; −3 is three days before it.",
                        validators=[django.core.validators.MinValueValidator(-366), django.core.validators.MaxValueValidator(366)],
                        verbose_name="days after",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.employee",
                        verbose_name="who",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="lifecycle.checklisttemplate"
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
            },
        ),
        migrations.AddIndex(
            model_name="checklist",
            index=models.Index(fields=["employee", "occasion"], name="checklist_of_employee"),
        ),
        migrations.AddIndex(
            model_name="checklisttask",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["due_date"], name="checklist_task_open"),
        ),
        migrations.AddConstraint(
            model_name="checklisttask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner", "named"), ("person__isnull", False)),
                    models.Q(models.Q(("owner", "named"), _negated=True), ("person", None)),
                    _connector="OR",
                ),
                name="checklist_task_named",
                violation_error_message="Say who does it, for tasks of “Somebody else” and for no others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklisttask",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_by", None), ("done_at__isnull", False), _connector="OR"),
                name="checklist_task_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="templatetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner", "named"), ("person__isnull", False)),
                    models.Q(models.Q(("owner", "named"), _negated=True), ("person", None)),
                    _connector="OR",
                ),
                name="template_task_named",
                violation_error_message="Say who does it, for tasks of “Somebody else” and for no others.",
            ),
        ),
    ]
