"""The list of who has changed something is read by an index, since the trail grows with each punch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddIndex(model_name="auditevent", index=models.Index(fields=["actor_label"], name="audit_event_actor")),
    ]
