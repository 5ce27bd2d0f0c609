"""Whose record was changed, so that a person's history is found whatever the record. Rows from before stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_read_events")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="person_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="person_label",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="whose record"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["person_id", "-occurred_at"],
                name="audit_event_person",
            ),
        ),
    ]
