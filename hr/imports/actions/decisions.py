"""What HR decides about an import, step by step. The work itself is done by jobs."""

import json
from collections.abc import Mapping as AnyMapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from core.audit.actions import record_event
from core.sheet_reading import Sheet
from hr.imports import tasks
from hr.imports.actions.refusals import ColumnsMissing, ColumnTwice, ImportMovedOn, NothingToApply
from hr.imports.fields import ImportField
from hr.imports.mapping import Mapping, guess_columns
from hr.imports.models import AT_WORK, TO_DECIDE, EmployeeImport, ImportStatus, Verdict
from hr.imports.progress import forget_progress
from hr.people.models import Employee
from tenants.accounts.models import User

# As long it can be taken back; then what it says of people goes.
KEPT_FOR = timedelta(days=60)


def upload_import(
    *, file_name: str, sheet: Sheet, fields: AnyMapping[str, ImportField], acting_user: User, today: date, now: datetime
) -> EmployeeImport:
    """Take a table in, with a guess at what its columns are. Nothing is changed by it yet."""
    numbers = {str(number) for number in Employee.objects.values_list("number", flat=True)}
    mapping = Mapping(guess_columns(sheet, fields, numbers=numbers), effective_date=today)
    with transaction.atomic():
        new = EmployeeImport(
            file_name=file_name[-200:],
            uploaded_by=acting_user,
            uploaded_at=now,
            sheet=json.dumps({"headings": sheet.headings, "rows": sheet.rows, "lines": sheet.lines}),
            mapping=mapping.as_json(),
        )
        new.save(force_insert=True)
        recorded = {"file_name": new.file_name, "rows": len(sheet.rows)}
        record_event(action="employeeimport:uploaded", acting_user=acting_user, subject=new, after=recorded)
    return new


def choose_columns(*, employee_import: EmployeeImport, mapping: Mapping, fields: AnyMapping[str, ImportField]) -> None:
    """Say what the columns are, and have the rows checked. Raises ColumnTwice, ColumnsMissing, ImportMovedOn."""
    chosen = list(mapping.columns.values())
    for code in chosen:
        if chosen.count(code) > 1:
            raise ColumnTwice(fields[code].label)
    if not {"work_email", "number"} & set(chosen):
        raise ColumnsMissing
    with transaction.atomic():
        current = _locked(employee_import, *TO_DECIDE)
        current.mapping = mapping.as_json()
        _begin(current, ImportStatus.CHECKING, "mapping")


def choose_names(*, employee_import: EmployeeImport, choices: AnyMapping[str, AnyMapping[str, str]]) -> None:
    """Say what names mean that are not known, by kind and folded name, and have the rows checked again. Raises ImportMovedOn."""
    with transaction.atomic():
        current = _locked(employee_import, ImportStatus.CHECKED)
        for kind, chosen in choices.items():
            current.choices[kind] = {**current.choices.get(kind, {}), **chosen}
        _begin(current, ImportStatus.CHECKING, "choices")


def start_applying(*, employee_import: EmployeeImport, starts_checklists: bool, acting_user: User) -> None:
    """Have what was checked brought in, in `acting_user`'s name. Raises NothingToApply, ImportMovedOn.

    With checklists, those start whose people come or leave from the day on which it is done.
    """
    with transaction.atomic():
        current = _locked(employee_import, ImportStatus.CHECKED)
        if current.obstacle or not current.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).exists():
            raise NothingToApply
        current.starts_checklists = starts_checklists
        _begin(current, ImportStatus.APPLYING, "starts_checklists", acting_user=acting_user)


def start_undoing(*, employee_import: EmployeeImport, acting_user: User) -> None:
    """Have what was brought in taken back, in `acting_user`'s name. Raises ImportMovedOn."""
    with transaction.atomic():
        _begin(_locked(employee_import, ImportStatus.APPLIED), ImportStatus.UNDOING, acting_user=acting_user)


def stop_import(*, employee_import: EmployeeImport) -> None:
    """Go back to the step before, while no worker has begun or since its attempts failed. Raises ImportMovedOn."""
    before = {
        ImportStatus.CHECKING: ImportStatus.UPLOADED,
        ImportStatus.APPLYING: ImportStatus.CHECKED,
        ImportStatus.UNDOING: ImportStatus.APPLIED,
    }
    with transaction.atomic():
        # A worker holds the row from beginning to end; what it is at cannot be stopped, and need not be: it takes seconds.
        current = (
            EmployeeImport.objects.select_for_update(skip_locked=True).filter(pk=employee_import.pk, status__in=AT_WORK).first()
        )
        if current is None:
            raise ImportMovedOn
        current.status = before[ImportStatus(current.status)]
        current.save(update_fields=["status"])


def discard_import(*, employee_import: EmployeeImport, acting_user: User) -> None:
    """Forget a file that was not brought in. Raises ImportMovedOn."""
    with transaction.atomic():
        current = _locked(employee_import, *TO_DECIDE)
        current.rows.all().delete()
        current.status, current.sheet, current.choices, current.unknown = ImportStatus.DISCARDED, "", {}, {}
        current.save(update_fields=["status", "sheet", "choices", "unknown"])
        record_event(action="employeeimport:discarded", acting_user=acting_user, subject=current)


def forget_imports(*, now: datetime) -> None:
    """Delete, for the platform, imports that are older than `KEPT_FOR`, with all that they say of people."""
    for old in EmployeeImport.objects.filter(uploaded_at__lt=now - KEPT_FOR).defer("sheet"):
        with transaction.atomic():
            record_event(action="employeeimport:forgotten", acting_user=None, subject=old)
            old.delete()


def _locked(employee_import: EmployeeImport, *expected: ImportStatus) -> EmployeeImport:
    current = EmployeeImport.objects.select_for_update(of=("self",)).get(pk=employee_import.pk)
    if current.status not in expected:
        raise ImportMovedOn
    return current


def _begin(current: EmployeeImport, status: ImportStatus, *changed: str, acting_user: User | None = None) -> None:
    current.status = status
    current.save(update_fields=["status", *changed])
    forget_progress(current)
    arguments: dict[str, Any] = {"import_id": str(current.pk)}
    if acting_user is not None:
        arguments["user_id"] = str(acting_user.pk)
    job = {ImportStatus.CHECKING: tasks.preview, ImportStatus.APPLYING: tasks.apply, ImportStatus.UNDOING: tasks.undo}[status]
    job.enqueue(**arguments)
