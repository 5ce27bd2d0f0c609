from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("personal", "0004_requested_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="personalpolicy",
            name="shows_work_phones",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="On profiles and in the directory. Other numbers are seen only by those who may see personal data.",
                verbose_name="colleagues see work phones",
            ),
        ),
    ]
