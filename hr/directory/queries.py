"""Reads of the org chart."""

from datetime import date

from hr.directory.rules import ChartPerson
from hr.people.queries import everybody_on

_COLUMNS = (
    "id",
    "user_id",
    "first_name",
    "last_name",
    "terms__job_title",
    "terms__department__name",
    "terms__manager_id",
    "personal_record__photo",
)


def people_of_chart(day: date) -> list[ChartPerson]:
    """Everybody who works here on a day, by name; one statement, and no more than the chart shows."""
    rows = everybody_on(day).order_by("first_name", "last_name", "id").values_list(*_COLUMNS)
    return [
        ChartPerson(
            id=key,
            name=f"{first_name} {last_name}".strip(),
            job_title=job_title or "",
            department=department or "",
            manager_id=manager_id,
            colour_id=user_id or key,
            photo=photo or "",
        )
        for key, user_id, first_name, last_name, job_title, department, manager_id, photo in rows
    ]
