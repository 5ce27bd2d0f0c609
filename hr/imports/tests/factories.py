"""Imports in their steps, as tests need them."""

from datetime import date
from typing import Any

from django.utils import timezone

from core.sheet_reading import read_sheet
from hr.imports.actions import apply_import, preview_import, start_applying, start_undoing, undo_import, upload_import
from hr.imports.fields import all_fields
from hr.imports.mapping import Mapping, knows
from hr.imports.models import EmployeeImport, ImportRow, ImportStatus
from tenants.accounts.models import User

TODAY = date(2026, 11, 21)


def uploaded(text: str, by: User) -> EmployeeImport:
    """A CSV file, with the guess at its columns."""
    sheet = read_sheet(text.encode(), knows=knows)
    return upload_import(file_name="people.csv", sheet=sheet, fields=all_fields(), acting_user=by, today=TODAY, now=timezone.now())


def checked(text: str, by: User, *, choices: dict[str, Any] | None = None, **mapping: Any) -> EmployeeImport:
    """The same, looked at; `mapping` replaces parts of the guess."""
    new = uploaded(text, by)
    chosen = Mapping.from_json(new.mapping)
    new.mapping = Mapping(**{**vars(chosen), **mapping}).as_json()
    new.status, new.choices = ImportStatus.CHECKING, choices or {}
    new.save(update_fields=["status", "choices", "mapping"])
    preview_import(import_id=str(new.pk), today=TODAY)
    new.refresh_from_db()
    return new


def applied(text: str, by: User, *, starts_checklists: bool = True, **options: Any) -> EmployeeImport:
    """The same, brought in."""
    new = checked(text, by, **options)
    start_applying(employee_import=new, starts_checklists=starts_checklists, acting_user=by)
    apply_import(import_id=str(new.pk), acting_user=by, today=TODAY, now=timezone.now())
    new.refresh_from_db()
    return new


def undone(done: EmployeeImport, by: User) -> EmployeeImport:
    """Taken back."""
    start_undoing(employee_import=done, acting_user=by)
    undo_import(import_id=str(done.pk), acting_user=by, today=TODAY, now=timezone.now())
    done.refresh_from_db()
    return done


def row(of: EmployeeImport, line: int = 2) -> ImportRow:
    """The row of a line."""
    return of.rows.get(line=line)


def problems(of: EmployeeImport) -> list[str]:
    """Everything that is wrong, row by row."""
    return [f"{each.line} {heading}: {message}" for each in of.rows.order_by("line") for heading, message in each.problems]
