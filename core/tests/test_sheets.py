"""Files for spreadsheets say what was put in, and run nothing."""

import csv
import io
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from core.sheets import Cell, SheetKind, without_apostrophe, write_sheet

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝cmd|' /C calc'!A0"]
# Where cells are parted by semicolons, a cell begins after one, whatever our quotation marks say; and so does a row.
DANGEROUS_ELSEWHERE = ["a;=1+1", "a\n=1+1", "a, b;@SUM(A1)", "a;\t=1"]


def read_csv(rows: list[list[Cell]]) -> list[list[str]]:
    with write_sheet(SheetKind.CSV, "People", ["Name"], rows) as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_csv_file_is_run(text: str) -> None:
    (_headings, [cell]) = read_csv([[text]])

    assert cell.startswith("'")
    assert without_apostrophe(cell) == text


@pytest.mark.parametrize("text", DANGEROUS_ELSEWHERE)
def test_none_is_run_where_semicolons_part_the_cells(text: str) -> None:
    (_headings, [cell]) = read_csv([[text]])

    assert not re.search(r"[;\s][=+@-]", cell)
    assert without_apostrophe(cell) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_a_text_comes_back_from_csv_as_it_was(text: str) -> None:
    (_headings, *rows) = read_csv([[text, "end"]])

    if "'" not in text:
        assert without_apostrophe(rows[0][0]) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_workbook_is_a_formula(text: str) -> None:
    with write_sheet(SheetKind.XLSX, "People", ["Name"], [[text]]) as file:
        cell = load_workbook(file).active["A2"]  # type: ignore[index]

    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


def test_values_keep_their_kind_in_a_workbook() -> None:
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    with (
        timezone.override("Europe/London"),
        write_sheet(SheetKind.XLSX, "A/B: [x]", ["a"], [[date(2026, 2, 3), Decimal("1.50"), moment, time(9, 30), None, 7]]) as file,
    ):
        sheet = load_workbook(file).active

    assert sheet is not None
    assert sheet.title == "A B   x"
    day, amount, local, clock, nothing, count = next(sheet.iter_rows(min_row=2, values_only=True))
    assert day == datetime(2026, 2, 3)
    assert amount == 1.5
    assert local == datetime(2026, 7, 1, 13, 0)
    assert clock == time(9, 30)
    assert (count, nothing) == (7, None)


def test_values_are_plain_in_csv() -> None:
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    with timezone.override("Europe/London"):
        (_headings, row) = read_csv([[date(2026, 2, 3), Decimal("-1.50"), moment, time(9, 30), None]])

    assert row == ["2026-02-03", "-1.50", "2026-07-01 13:00:00", "09:30:00", ""]


def test_control_characters_do_not_break_a_workbook() -> None:
    with write_sheet(SheetKind.XLSX, "", ["Name"], [["a\x00b\x0bc"]]) as file:
        assert load_workbook(file).active["A2"].value == "abc"  # type: ignore[index]
