from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company_settings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="companysettings",
            name="logo",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=60, verbose_name="logo"),
        ),
        migrations.AddField(
            model_name="companysettings",
            name="logo_height",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="companysettings",
            name="logo_width",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="companysettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("logo", ""), ("logo_height", 0), ("logo_width", 0)),
                    models.Q(("logo__regex", "^logo/[0-9a-f]{32}\\.webp$"), ("logo_height__gt", 0), ("logo_width__gt", 0)),
                    _connector="OR",
                ),
                name="company_settings_logo_whole",
            ),
        ),
    ]
