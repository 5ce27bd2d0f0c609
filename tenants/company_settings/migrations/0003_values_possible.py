"""The database refuses what no form lets through: colours stand in the style of every page, and a day has 1440 minutes."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company_settings", "0002_logo"),
    ]

    operations = [
        migrations.AlterField(
            model_name="companysettings",
            name="grace_minutes",
            field=models.PositiveSmallIntegerField(
                default=15,
                help_text="Minutes after the start that do not yet count as late.",
                validators=[django.core.validators.MaxValueValidator(1440, "A day has %(limit_value)s minutes.")],
                verbose_name="grace",
            ),
        ),
        migrations.AlterField(
            model_name="companysettings",
            name="overtime_threshold_minutes",
            field=models.PositiveSmallIntegerField(
                default=480,
                help_text="Minutes of work on a day after which the rest is overtime.",
                validators=[django.core.validators.MaxValueValidator(1440, "A day has %(limit_value)s minutes.")],
                verbose_name="overtime threshold",
            ),
        ),
        migrations.AddConstraint(
            model_name="companysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("grace_minutes__lte", 1440)), name="company_settings_grace_in_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="companysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("working_days__contained_by", [1, 2, 3, 4, 5, 6, 7])), name="company_settings_working_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="companysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("primary_color__regex", "^#[0-9a-f]{6}$"), ("secondary_color__regex", "^#[0-9a-f]{6}$")),
                name="company_settings_colors",
            ),
        ),
    ]
