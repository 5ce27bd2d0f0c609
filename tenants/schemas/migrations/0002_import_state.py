"""A company may come from an archive: one more state of its building."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemas", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="provisioning",
            name="state",
            field=models.CharField(
                choices=[
                    ("requested", "Requested"),
                    ("schema", "Database made"),
                    ("seed", "Set up"),
                    ("ready", "Ready"),
                    ("import", "Being imported"),
                ],
                default="requested",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="provisioning", name="provisioning_state_known"),
        migrations.AddConstraint(
            model_name="provisioning",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "schema", "seed", "ready", "import"])),
                name="provisioning_state_known",
            ),
        ),
    ]
