"""Employee numbers are counted in a row of their own, so that the number of somebody who was deleted is not given again."""

from django.db import migrations, models

# In the companies that there are, counting goes on where they are; without employees there is no row.
START = """
INSERT INTO people_employeenumbering (id, latest) SELECT 1, max(number) FROM people_employee HAVING count(*) > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="EmployeeNumbering",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("latest", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="employee_numbering_one_row")],
            },
        ),
        migrations.RunSQL(START, migrations.RunSQL.noop),
    ]
