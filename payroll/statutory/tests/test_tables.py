"""Figures are read strictly, and never used outside their dates."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

import payroll.statutory
from payroll.statutory.tables import Edition, NoTables, TablesNotValid, _require_no_overlap, read_tables, tables_on
from payroll.statutory.uk.tables import all_tables, tables_of


class Shape(msgspec.Struct, frozen=True):
    edition: Edition


def edition(version: str, effective_from: date, effective_to: date) -> Shape:
    return Shape(Edition(version=version, source="a test", effective_from=effective_from, effective_to=effective_to, verified=True))


def test_the_date_of_payment_chooses() -> None:
    assert tables_of(date(2026, 4, 5)).edition.version == "2025-26"
    assert tables_of(date(2026, 4, 6)).edition.version == "2026-27"


@pytest.mark.parametrize("pay_date", [date(2025, 4, 5), date(2027, 4, 6), date(1900, 1, 1), date.max])
def test_no_figures_are_guessed(pay_date: date) -> None:
    with pytest.raises(NoTables, match=f"no statutory figures of uk for a payment on {pay_date}"):
        tables_on("uk", all_tables(), pay_date)


def test_a_file_of_another_shape_is_refused() -> None:
    with pytest.raises(TablesNotValid, match=r"uk/20.*json cannot be used: Object contains unknown field|missing required"):
        read_tables("uk", _OtherShape)


def test_two_files_for_one_day_are_refused() -> None:
    one = edition("one", date(2026, 1, 1), date(2026, 12, 31))
    two = edition("two", date(2026, 12, 31), date(2027, 12, 31))

    with pytest.raises(TablesNotValid, match="one and two cover the same day"):
        _require_no_overlap("uk", [one, two])


class _OtherShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: Edition
    solidarity_surcharge: str


def test_no_figure_is_a_binary_fraction() -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is written as a number, which other programs read as a binary fraction; write it as text.")

    data = sorted(Path(payroll.statutory.__file__).parent.glob("*/data/*.json"))

    assert len(data) > 12
    for path in data:
        json.loads(path.read_text(), parse_float=refuse)
