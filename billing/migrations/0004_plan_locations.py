"""How many locations a company of a plan may have: several are what the largest plan is for."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_how_many(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One for the plans without “Several locations”; companies keep what their entitlement says."""
    plans = apps.get_model("billing", "Plan").objects
    plans.filter(code__in=["basic", "professional"]).update(location_limit=1)


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_plans_of_companies")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="location_limit",
            field=models.PositiveIntegerField(blank=True, help_text="Empty: any number.", null=True, verbose_name="locations"),
        ),
        migrations.RunPython(say_how_many, migrations.RunPython.noop),
    ]
