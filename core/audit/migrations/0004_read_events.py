"""Who was shown whose salary, bank accounts or medical data: facts, as the trail of changes."""

from django.db import migrations, models

import core.ids

FORWARD = """
CREATE TRIGGER read_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_readevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER read_event_append_only ON audit_readevent;"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_index_actors"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadEvent",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("occurred_at", models.DateTimeField(verbose_name="when")),
                ("reader_id", models.UUIDField()),
                ("reader_label", models.CharField(max_length=200, verbose_name="who")),
                ("object_type", models.CharField(max_length=80)),
                ("object_id", models.CharField(max_length=64)),
                ("object_label", models.CharField(max_length=200, verbose_name="whose")),
                ("data_group", models.CharField(max_length=40, verbose_name="what")),
                ("request_id", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "look at data",
                "verbose_name_plural": "looks at data",
                "indexes": [models.Index(fields=["object_type", "object_id", "-occurred_at"], name="audit_read_object")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
