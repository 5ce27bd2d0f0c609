"""Files to take away: the template, and the rows with errors."""

from collections.abc import Mapping
from typing import IO

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.sheet_reading import Sheet
from core.sheets import SheetKind, write_sheet
from hr.imports.fields import FULL_NAME, NEEDED, ImportField, Reading
from hr.imports.models import EmployeeImport, Verdict


def write_template(kind: SheetKind, fields: Mapping[str, ImportField]) -> IO[bytes]:
    """Headings and one example; in a workbook with a second sheet that explains each column."""
    shown = [each for each in fields.values() if each is not FULL_NAME]
    notes = [[capfirst(str(each.label)), _needed(each), _allowed(each), str(each.help), each.example] for each in shown]
    headings = [_("Column"), _("Needed"), _("What may stand there"), _("Meaning"), _("Example")]
    return write_sheet(
        kind,
        _("People"),
        [capfirst(str(each.label)) for each in shown],
        [[each.example for each in shown]],
        notes=(_("Explanations"), headings, notes),
    )


def write_errors(kind: SheetKind, employee_import: EmployeeImport, sheet: Sheet) -> IO[bytes]:
    """The rows with errors as they were uploaded, with what is wrong behind them: to be put right and uploaded again."""
    problems = dict(employee_import.rows.filter(verdict=Verdict.ERROR).values_list("line", "problems"))
    rows = [
        [*row, "\n".join(f"{heading}: {message}" for heading, message in problems[line])]
        for line, row in zip(sheet.lines, sheet.rows, strict=True)
        if line in problems
    ]
    return write_sheet(kind, _("Errors"), [*sheet.headings, _("What is wrong")], rows)


def _needed(field: ImportField) -> str:
    return _("for new people") if field.code in NEEDED else ""


def _allowed(field: ImportField) -> str:
    match field.reading:
        case Reading.CHOICE:
            return ", ".join(str(label) for _value, label in field.column.choices)
        case Reading.DATE:
            return _("A date, such as 2026-11-21")
        case Reading.NUMBER:
            return _("A number")
        case Reading.COUNTRY:
            return _("A country’s name or code")
    return _("Text")
