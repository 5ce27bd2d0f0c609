"""The look before: what each row would do, kept for the page."""

import json
from datetime import date
from typing import Any

from django.db import transaction

from core.sheet_reading import Sheet
from hr.imports.checking import Outcome, check
from hr.imports.fields import all_fields
from hr.imports.mapping import Mapping
from hr.imports.models import EmployeeImport, ImportRow, ImportStatus
from hr.imports.progress import note_progress

Shown = list[dict[str, Any]]


def preview_import(*, import_id: str, today: date) -> None:
    """Check the rows and keep what comes of it. Does nothing where somebody has stopped it."""
    with transaction.atomic():
        current = EmployeeImport.objects.select_for_update(of=("self",)).get(pk=import_id)
        if current.status != ImportStatus.CHECKING:
            return
        keep_outcome(current, outcome_of(current, today=today), today=today)


def outcome_of(employee_import: EmployeeImport, *, today: date) -> Outcome:
    """What it would do now."""
    sheet = sheet_of(employee_import)
    note_progress(employee_import, 0, len(sheet.rows))
    mapping = Mapping.from_json(employee_import.mapping)
    return check(sheet, mapping, all_fields(), employee_import.choices, today=today)


def sheet_of(employee_import: EmployeeImport) -> Sheet:
    """The table that was uploaded."""
    return Sheet(**json.loads(employee_import.sheet))


def keep_outcome(employee_import: EmployeeImport, outcome: Outcome, *, today: date) -> None:
    """Put it in the place of what was there."""
    employee_import.rows.all().delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(employee_import=employee_import, employee_id=None if row.is_new else row.employee.pk, **shown)
            for row, shown in zip(outcome.rows, shown_rows(outcome), strict=True)
        ),
        batch_size=500,
    )
    unknown = {"department": outcome.departments.asked(), "manager": outcome.managers.asked()}
    employee_import.status, employee_import.obstacle, employee_import.unknown = ImportStatus.CHECKED, outcome.obstacle, unknown
    employee_import.moving = len(outcome.moving_from(today))
    employee_import.note = ""
    employee_import.save(update_fields=["status", "obstacle", "note", "unknown", "moving"])


def shown_rows(outcome: Outcome) -> Shown:
    """Each row as HR sees it, to be kept, and to be compared with what was kept."""
    return [
        {
            "line": row.line,
            "name": row.name[:200],
            "verdict": row.verdict.value,
            "changes": [list(each) for each in row.changes],
            "problems": [list(each) for each in row.problems],
        }
        for row in outcome.rows
    ]
