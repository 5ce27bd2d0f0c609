"""Pay may be closed for everybody at once; what a company had closed to changes of employment is closed that way."""

from django.db import migrations, models

_FREQUENCIES = ["weekly", "fortnightly", "fourweekly", "halfmonthly", "monthly"]
_COPY = """
INSERT INTO compensation_payclosing (id, frequency, closed_until)
SELECT gen_random_uuid(), '', changes_closed_until FROM company_settings_companysettings WHERE changes_closed_until IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compensation", "0004_ledgers_append_only"),
        ("company_settings", "0004_changes_closed_until"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payclosing",
            name="frequency",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Everybody, however often"),
                    ("weekly", "Every week"),
                    ("fortnightly", "Every two weeks"),
                    ("fourweekly", "Every four weeks"),
                    ("halfmonthly", "Twice a month"),
                    ("monthly", "Every month"),
                ],
                help_text="Whose pay: of those who are paid this often.",
                max_length=11,
                verbose_name="paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="payclosing",
            constraint=models.CheckConstraint(
                condition=models.Q(("frequency__in", ["", *_FREQUENCIES])), name="pay_closing_for_known"
            ),
        ),
        migrations.RemoveConstraint(model_name="payclosing", name="pay_closing_frequency_known"),
        migrations.RunSQL(_COPY, migrations.RunSQL.noop),
    ]
