"""Fields that the demo's companies have added, and a spreadsheet of starters that waits to be looked at."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from core.sheet_reading import Sheet
from hr.custom_fields.actions import add_field
from hr.custom_fields.models import CustomField
from hr.imports.actions import choose_columns, preview_import, upload_import
from hr.imports.fields import all_fields
from hr.imports.mapping import Mapping
from hr.people.models import Employee
from tenants.accounts.models import User

_SIZES = ["XS", "S", "M", "L", "XL"]
_HEADINGS = ["Full name", "E-mail", "Start date", "Position", "Team", "Line manager", "Shirt size"]


def plant_custom_fields(employees: Iterable[Employee], *, by: User) -> None:
    """Two fields, filled in for most people."""
    size = add_field(name="Shirt size", kind="choice", choices=_SIZES, is_in_lists=True, person_may_change=True, acting_user=by)
    badge = add_field(name="Badge number", kind="number", data_group="job", position=1, acting_user=by)
    people = list(employees)
    for employee in people:
        employee.custom_values = _values(employee, size, badge)
    Employee.objects.bulk_update(people, ["custom_values"])


def _values(employee: Employee, size: CustomField, badge: CustomField) -> dict[str, object]:
    lot = Random(f"fields:{employee.full_name}")  # noqa: S311 - repeatable on purpose.
    worn = {size.key: lot.choices(_SIZES)[0]} if lot.random() < 4 / 5 else {}
    return {**worn, badge.key: str(4000 + employee.number)}


def plant_import(*, domain: str, team: str, manager: str, by: User, today: date, now: datetime) -> None:
    """Three starters, one of them with a team that is misspelt."""
    first_day = (today + timedelta(days=30)).isoformat()
    rows = [
        ["Aoife Byrne", f"aoife@{domain}", first_day, "Test engineer", team, manager, "M"],
        ["Lukas Weber", f"lukas@{domain}", first_day, "Test engineer", team, manager, "L"],
        ["Tara Singh", f"tara@{domain}", first_day, "Apprentice", f"{team}s", manager, "S"],
    ]
    fields = all_fields()
    sheet = Sheet(_HEADINGS, rows, [2, 3, 4])
    new = upload_import(file_name="starters.xlsx", sheet=sheet, fields=fields, acting_user=by, today=today, now=now)
    choose_columns(employee_import=new, mapping=Mapping.from_json(new.mapping), fields=fields)
    preview_import(import_id=str(new.pk), today=today)
