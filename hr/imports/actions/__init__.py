"""Writes of imports: a file taken in, looked at, brought in, taken back."""

from hr.imports.actions.applying import apply_import
from hr.imports.actions.decisions import (
    choose_columns,
    choose_names,
    discard_import,
    forget_imports,
    start_applying,
    start_undoing,
    stop_import,
    upload_import,
)
from hr.imports.actions.previewing import preview_import
from hr.imports.actions.refusals import ColumnsMissing, ColumnTwice, ImportMovedOn, ImportRefusal, NothingToApply
from hr.imports.actions.undoing import undo_import

__all__ = [
    "ColumnTwice",
    "ColumnsMissing",
    "ImportMovedOn",
    "ImportRefusal",
    "NothingToApply",
    "apply_import",
    "choose_columns",
    "choose_names",
    "discard_import",
    "forget_imports",
    "preview_import",
    "start_applying",
    "start_undoing",
    "stop_import",
    "undo_import",
    "upload_import",
]
