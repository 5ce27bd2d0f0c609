"""Tables as files that people open in a spreadsheet: CSV and XLSX."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import timezone

# What one cell may hold. A text is never more than a text: no spreadsheet may take it for a formula.
Cell = str | int | Decimal | bool | date | time | datetime | None

# A spreadsheet runs a cell of a CSV file that begins with one of these, also in their wide forms. Where cells are parted by
# semicolons, as in most of Europe, it takes no notice of our quotation marks and begins cells within a text.
_FORMULA_START = re.compile(r"\A(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")
_HARMLESS = re.compile(r"\A'(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])'(?=[=+\-@＝＋－＠])")
_KEPT_IN_MEMORY = 2_000_000


class SheetKind(StrEnum):
    """The kinds of file; the value is the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        """The media type."""
        if self is SheetKind.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


type Table = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def write_sheet(
    kind: SheetKind, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Table | None = None
) -> IO[bytes]:
    """A file of the rows under their headings, at its beginning; large ones lie on the disk until they are closed.

    Dates and numbers stay what they are. What a spreadsheet would run in a text of a CSV file gets an apostrophe before it.
    `notes` are a second sheet, title, headings and rows, which a CSV file has no place for.
    """
    file: IO[bytes] = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - the caller closes it.
    if kind is SheetKind.CSV:
        _write_csv(file, headings, rows)
    else:
        _write_xlsx(file, [(title, headings, rows), *([notes] if notes else [])])
    file.seek(0)
    return file


def without_apostrophe(text: str) -> str:
    """A cell of a CSV file as it was before `write_sheet` made it harmless."""
    return _HARMLESS.sub("", text)


def _write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    # The mark at the beginning tells Excel that the text is UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_csv_cell(heading) for heading in headings])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    text.detach()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return timezone.localtime(cell).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case str():
            return _FORMULA_START.sub("'", cell)
        case _:
            return str(cell)


def _write_xlsx(file: IO[bytes], tables: Iterable[Table]) -> None:
    # Loaded by whoever needs it: it takes a quarter of a second and 18 MB, and most processes never write a workbook.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)

    def cell_of(sheet: Any, value: Cell, *, font: Font | None = None) -> Any:
        if isinstance(value, datetime):
            # Excel knows no time zones; the company's clock is what people expect.
            return timezone.localtime(value).replace(tzinfo=None)
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        if font:
            cell.font = font
        return cell

    for title, headings, rows in tables:
        sheet = book.create_sheet()
        # Excel refuses longer names, and some characters in them.
        sheet.title = "".join(" " if letter in r"[]:*?/\\" else letter for letter in title)[:31].strip() or "1"
        sheet.freeze_panes = "A2"
        for index, heading in enumerate(headings, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = max(14, min(40, len(heading) + 4))
        sheet.append([cell_of(sheet, heading, font=Font(bold=True)) for heading in headings])
        for row in rows:
            sheet.append([cell_of(sheet, value) for value in row])
    book.save(file)
