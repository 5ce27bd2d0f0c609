"""The columns of employees that `0003_employment_by_dates` copied: no release has used them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_employment_by_dates")]

    operations = [
        migrations.RemoveConstraint(
            model_name="employee",
            name="employee_ends_after_start",
        ),
        migrations.RemoveConstraint(
            model_name="employee",
            name="employee_not_own_manager",
        ),
        migrations.RemoveField(
            model_name="employee",
            name="department",
        ),
        migrations.RemoveField(
            model_name="employee",
            name="end_date",
        ),
        migrations.RemoveField(
            model_name="employee",
            name="job_title",
        ),
        migrations.RemoveField(
            model_name="employee",
            name="manager",
        ),
        migrations.RemoveField(
            model_name="employee",
            name="start_date",
        ),
    ]
