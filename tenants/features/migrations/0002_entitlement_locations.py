"""Entitlements say how many locations a company may have. Those that were given before leave it open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("features", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entitlement",
            name="location_limit",
            field=models.PositiveIntegerField(null=True, verbose_name="locations"),
        ),
    ]
