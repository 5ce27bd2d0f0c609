"""A company may close days to changes of employment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company_settings", "0003_values_possible"),
    ]

    operations = [
        migrations.AddField(
            model_name="companysettings",
            name="changes_closed_until",
            field=models.DateField(
                blank=True,
                help_text="Up to this day employment cannot be changed any more, as after a pay run. Empty: no day is closed.",
                null=True,
                verbose_name="employment closed up to",
            ),
        ),
    ]
