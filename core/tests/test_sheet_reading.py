"""Reading tables that people bring."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from core.sheet_reading import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SheetRefused,
    cell_text,
    read_sheet,
)
from core.sheets import SheetKind, write_sheet

PEOPLE = "Name;Hours\nZoë;37,5\nAndré;40\n"
READ = Sheet(["Name", "Hours"], [["Zoë", "37,5"], ["André", "40"]], [2, 3])


def read(content: bytes) -> Sheet:
    return read_sheet(content, knows=lambda heading: heading in {"Name", "Hours"})


def workbook(*sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    def test_a_csv_file_of_any_is_read(self, encoding: str) -> None:
        assert read(PEOPLE.encode(encoding)) == READ

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_may_end_in_any_way(self, end: str) -> None:
        assert read(PEOPLE.replace("\n", end).encode()).rows == READ.rows


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_they_are_guessed_by_how_even_the_rows_become(self, delimiter: str) -> None:
        rows = [["Name", "Hours"], ["Zoë; the one", "37,5"], ["André, the other", "40"]]
        text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
        assert read(text.encode()).rows == rows[1:]

    def test_excel_may_say_it_itself(self) -> None:
        assert read(b"sep=:\nName:Hours\nBob:40\n") == Sheet(["Name", "Hours"], [["Bob", "40"]], [3])

    def test_one_column_needs_none(self) -> None:
        assert read(b"Name\nBob\n").rows == [["Bob"]]


class TestShape:
    def test_titles_and_empty_rows_and_columns_are_passed_over(self) -> None:
        found = read(b"Staff list 2026,,\n,,\nName,,Hours\n,,\nBob,,40\n,,\nCarol,,\n")
        assert found == Sheet(["Name", "Hours"], [["Bob", "40"], ["Carol", ""]], [5, 7])

    def test_no_row_is_lost_behind_those_among_which_the_headings_are_looked_for(self) -> None:
        rows = [[str(number), "40"] for number in range(60)]
        assert read("\n".join(",".join(row) for row in [["Name", "Hours"], *rows]).encode()).rows == rows

    def test_a_column_without_a_heading_gets_a_name(self) -> None:
        assert read(b"Name,\nBob,x\n").headings == ["Name", "Column 2"]

    def test_spaces_that_cannot_be_seen_are_taken_away(self) -> None:
        assert read("Name,Hours\n\u00a0Bob\u200b  Brown ,40\n".encode()).rows == [["Bob Brown", "40"]]

    def test_what_our_own_export_made_harmless_is_read_as_it_was(self) -> None:
        written = write_sheet(SheetKind.CSV, "", ["Name"], [["=1+1"], ["-"], ["'t Hooft"]]).read()
        assert read(written).rows == [["=1+1"], ["-"], ["'t Hooft"]]


class TestWorkbooks:
    def test_the_sheet_with_known_headings_is_taken(self) -> None:
        found = read(workbook([["How to use this", "Text"], ["a", "b"]], [["Name", "Hours"], ["Bob", 40]], []))
        assert found == Sheet(["Name", "Hours"], [["Bob", "40"]], [2])

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (None, ""),
            (40, "40"),
            (40.0, "40"),
            (37.5, "37.5"),
            (1.234, "1.2340"),
            (442079460018.0, "442079460018"),
            (True, "TRUE"),
            (date(2026, 11, 21), "2026-11-21"),
            (datetime(2026, 11, 21), "2026-11-21"),
            (datetime(2026, 11, 21, 9, 30), "2026-11-21 09:30:00"),
            (time(9, 30), "09:30:00"),
            ("x" * 9000, "x" * 5000),
        ],
        ids=repr,
    )
    def test_cells_become_texts_that_mean_one_thing(self, cell: Any, text: str) -> None:
        assert cell_text(cell) == text

    def test_of_a_formula_the_value_counts_and_never_the_formula(self) -> None:
        # No program has reckoned it, so there is none.
        assert read(workbook([["Name", "Hours"], ["Bob", "=20+20"]])).rows == [["Bob", ""]]

    def test_merged_cells_have_their_value_in_the_first(self) -> None:
        book = Workbook()
        sheet: Any = book.active
        for row in (["Name", "Hours"], ["Bob", 40], [None, 20]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")
        file = io.BytesIO()
        book.save(file)
        assert read(file.getvalue()).rows == [["Bob", "40"], ["", "20"]]


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "no rows", id="nothing"),
        pytest.param(b"\n\n,,\n", "no rows", id="empty rows"),
        pytest.param(workbook([]), "no rows", id="an empty workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x01\x02", "neither a CSV", id="a picture"),
        pytest.param(b"%PDF-1.7\n\x01\x02\x03\x04", "neither a CSV", id="a PDF"),
        pytest.param(b"\x81\x8d\x8f\x90\x9d", "neither a CSV", id="bytes of no encoding"),
        pytest.param(archive(word__document=b"x"), "neither a CSV", id="another kind of archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format", id="an old or locked workbook"),
        pytest.param(b"PK\x03\x04nonsense", "damaged", id="a broken archive"),
        pytest.param(archive(**{"xl__workbook.xml": b"<nonsense"}), "damaged", id="a broken workbook"),
        pytest.param(workbook([["Name"], ["Bob"]])[:-200], "damaged", id="a workbook cut short"),
        pytest.param(b'Name,Hours\nBob,"40\nCarol,37\n', "Line 3 cannot be read", id="an open quotation mark"),
        pytest.param(b"Name\n" + b"Bob\n" * (MOST_ROWS + 1), "more than 5000 rows", id="too many rows"),
        pytest.param(b"x," * MOST_COLUMNS + b"x\n1,2\n", "more than 100 columns", id="too many columns"),
        pytest.param(workbook([["Name"] * (MOST_COLUMNS + 5)]), "more than 100 columns", id="a wide workbook"),
        pytest.param(b"x" * (LARGEST_FILE + 1), "too large", id="too large"),
        pytest.param(archive(**{"xl__workbook.xml": b"0" * (LARGEST_UNPACKED + 1)}), "unpacks", id="a bomb"),
        pytest.param(archive(**{f"part{number}": b"" for number in range(501)}), "unpacks", id="a bomb of many parts"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, words: str) -> None:
    with pytest.raises(SheetRefused, match=words):
        read(content)


def test_a_sheet_that_claims_a_million_rows_costs_nothing() -> None:
    content = workbook([["Name", "Hours"], ["Bob", 40]])
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    assert read(archive(**{name.replace("/", "__"): part for name, part in parts.items()})).rows == [["Bob", "40"]]


def test_entities_are_not_multiplied() -> None:
    content = workbook([["Name"], ["Bob"]])
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE x [{laughs}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    )
    bomb += '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = bomb.encode()
    with pytest.raises(SheetRefused, match="damaged"):
        read(archive(**{name.replace("/", "__"): part for name, part in parts.items()}))
