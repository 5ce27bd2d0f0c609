"""When somebody's access ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sign_in_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="access_ends_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="access ends"),
        ),
    ]
