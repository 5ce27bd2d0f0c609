"""Tables out of files that people bring, CSV of all ages and XLSX. What a file says of itself is not believed."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.sheets import without_apostrophe

LARGEST_FILE = 5 * 1024 * 1024
# What a workbook may unpack to. Its archive says how large each part is, and Python's zipfile reads no more than that.
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 100
# More than any of our columns takes, so that what was cut is still refused as too long.
LONGEST_CELL = 5_000
# Among the first of these the row of headings is looked for; titles and empty rows may come before it.
_HEAD = 20
# Empty rows that formatting has left behind cost time too.
_MOST_ROWS_LOOKED_AT = 200_000
_DELIMITERS = ",;\t|"
# No text holds these; files that are something else do.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Spaces that cannot be told from one, and signs that cannot be seen.
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200f\u2028-\u202f\u2060\ufeff]+")


class SheetRefused(Exception):
    """A file is no table that we can read. `message` says why, and what to do."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = str(message)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds under its headings. Every cell is a text, as `cell_text` writes it."""

    headings: list[str]
    rows: list[list[str]]
    lines: list[int]
    """The number of each row, as a spreadsheet counts them."""


def read_sheet(content: bytes, *, knows: Callable[[str], bool]) -> Sheet:
    """The table in a file of either kind, which is told from its content. Raises SheetRefused.

    The headings are the row among the first that has most cells that `knows`; of a workbook, the sheet where there are most.
    """
    if len(content) > LARGEST_FILE:
        raise SheetRefused(_TOO_LARGE % {"limit": filesizeformat(LARGEST_FILE)})
    if content.startswith(b"PK\x03\x04"):
        return max(_sheets_of_workbook(content, knows), key=lambda sheet: (sum(map(knows, sheet.headings)), bool(sheet.rows)))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetRefused(_OLD_OR_LOCKED)
    return _sheet_of(enumerate(_csv_rows(_decoded(content)), start=1), knows)


def cell_text(value: Any) -> str:
    """A cell of a workbook as a text that means the same in every country: 2026-11-21, 37.5."""
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).upper()
        case datetime():
            text = value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            text = value.isoformat()
        case float():
            text = f"{value:.15g}"
            # A number of three decimals would look like one in groups of thousands: 1.234.
            text += "0" if re.fullmatch(r"-?\d+\.\d{3}", text) else ""
        case _:
            text = str(value)
    return _SPACES.sub(" ", text).strip()[:LONGEST_CELL]


def _decoded(content: bytes) -> str:
    """The text, whatever it was encoded as. Raises SheetRefused."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            candidates = [encoding]
            break
    else:
        # UTF-16 without its mark: every other byte of a western text is nothing.
        half = content[:2000].count(0) * 3 > len(content[:2000])
        candidates = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"] if half else ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise SheetRefused(_NO_TABLE)


_BYTE_ORDER_MARKS = [
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
]


def _csv_rows(text: str) -> Iterator[list[str]]:
    # Excel's own way to say what parts the cells.
    first, _end, rest = text.partition("\n")
    if (said := re.fullmatch(r'"?sep=(.)"?\r?', first, re.IGNORECASE)) is not None:
        yield []
        text, delimiter = rest, said[1]
    else:
        delimiter = _delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield [cell_text(without_apostrophe(cell.strip())) for cell in row]
    except csv.Error as error:
        raise SheetRefused(_BROKEN_CSV % {"line": reader.line_num}) from error


def _delimiter_of(text: str) -> str:
    """What parts the first rows into most cells, and into as many in each."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [
                len(row) for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(50), strict=False)
            ]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count, default=1)
        return wide.count(usual), usual

    return max(_DELIMITERS, key=evenness)


def _sheets_of_workbook(content: bytes, knows: Callable[[str], bool]) -> list[Sheet]:
    # As in core.sheets: only who reads a workbook loads it.
    from openpyxl import load_workbook  # noqa: PLC0415

    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found = []
        for worksheet in book.worksheets:
            # One more than may be, so that too many are seen. What the sheet says of its size is not asked.
            cells = worksheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
            try:
                found.append(_sheet_of(_texts(cells), knows))
            except _EmptySheet:
                continue
    except SheetRefused:
        raise
    except Exception as error:  # A reader that is fed nonsense raises whatever it happens to stumble over.
        raise SheetRefused(_DAMAGED) from error
    if not found:
        raise SheetRefused(_EMPTY)
    return found


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SheetRefused(_DAMAGED) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetRefused(_UNPACKS_TOO_LARGE)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SheetRefused(_NO_TABLE)


def _texts(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(rows, start=1):
        if line > _MOST_ROWS_LOOKED_AT:
            raise SheetRefused(_TOO_MANY_EMPTY)
        yield line, [cell_text(cell) for cell in row]


class _EmptySheet(SheetRefused):
    """There is nothing in it."""


def _sheet_of(rows: Iterator[tuple[int, list[str]]], knows: Callable[[str], bool]) -> Sheet:
    filled = ((line, row) for line, row in rows if any(row))
    head = list(islice(filled, _HEAD))
    if not head:
        raise _EmptySheet(_EMPTY)
    # Where nothing is known it is the first row of several cells: a title stands alone.
    at = max(range(len(head)), key=lambda index: (sum(map(knows, head[index][1])), sum(map(bool, head[index][1])) > 1, -index))
    _line, headings = head[at]
    body: list[list[str]] = []
    lines: list[int] = []
    for line, row in chain(head[at + 1 :], filled):
        if len(body) == MOST_ROWS:
            raise SheetRefused(_TOO_MANY_ROWS % {"limit": MOST_ROWS})
        body.append(row)
        lines.append(line)
    width = max((index + 1 for row in [headings, *body] for index, cell in enumerate(row) if cell), default=0)
    if width > MOST_COLUMNS:
        raise SheetRefused(_TOO_MANY_COLUMNS % {"limit": MOST_COLUMNS})
    padded = [(row + [""] * width)[:width] for row in [headings, *body]]
    used = [index for index in range(width) if any(row[index] for row in padded)]
    names = [padded[0][index] or _g("Column %(number)s") % {"number": index + 1} for index in used]
    return Sheet(names, [[row[index] for index in used] for row in padded[1:]], lines)


_TOO_LARGE = _("The file is too large: %(limit)s at most. Take out pictures and sheets that are not needed, or split it.")
_UNPACKS_TOO_LARGE = _(
    "This workbook unpacks to far more than a list of people needs. Copy the table into a new workbook and upload that."
)
_TOO_MANY_ROWS = _("The file has more than %(limit)s rows. Split it and upload one part after the other.")
_TOO_MANY_COLUMNS = _("The file has more than %(limit)s columns. Take out those that are not needed.")
_TOO_MANY_EMPTY = _(
    "This sheet goes on for hundreds of thousands of empty rows. Copy the table into a new workbook and upload that."
)
_OLD_OR_LOCKED = _(
    "This is a workbook in Excel’s old format, or one with a password. Open it, save it as “Excel workbook (.xlsx)” without a "
    "password, and upload that."
)
_NO_TABLE = _("This is neither a CSV file nor an Excel workbook (.xlsx). Save the table as one of these and upload that.")
_DAMAGED = _("This workbook is damaged or cut short. Open it in a spreadsheet program, save it again as .xlsx, and upload that.")
_BROKEN_CSV = _(
    "Line %(line)s cannot be read: a quotation mark is opened and not closed, or stands in the middle of a cell. Put it right, or "
    "save the table as .xlsx."
)
_EMPTY = _("The file has no rows. Put the names of the columns into the first row and one person into each row below.")
