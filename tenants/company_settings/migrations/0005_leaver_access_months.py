"""How long people who have left may open their own payslips and documents."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company_settings", "0004_changes_closed_until"),
    ]

    operations = [
        migrations.AddField(
            model_name="companysettings",
            name="leaver_access_months",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="Months for which people who have left may still open their own payslips and documents. 0: none.",
                validators=[django.core.validators.MaxValueValidator(120)],
                verbose_name="access after leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="companysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("leaver_access_months__lte", 120)), name="company_settings_leaver_access"
            ),
        ),
    ]
