"""Imports may start the checklists of those who come or leave, and tell what has changed without being hindered by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="employeeimport",
            name="moving",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="employeeimport",
            name="note",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="employeeimport",
            name="starts_checklists",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
