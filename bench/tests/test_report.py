import json
from pathlib import Path

import pytest

from bench.report import Row, figure_text, percentile, table, target_text, write


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (50, 5), (51, 6), (95, 10), (100, 10)])
def test_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    assert percentile([10, 3, 1, 2, 9, 4, 8, 5, 7, 6], percent) == expected


def test_percentile_of_one_is_that_one() -> None:
    assert percentile([7.5], 95) == 7.5


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_the_note_says_whether_the_median_reaches_the_target() -> None:
    assert Row.of("home", "ms", [10, 17, 90], at_most=17).note == "≤ 17 met"
    assert Row.of("home", "ms", [10, 17.1, 90], at_most=17, note="500 people").note == "≤ 17 MISSED; 500 people"
    assert target_text(100, at_least=100) == "≥ 100 met"
    assert target_text(99.9, at_least=100) == "≥ 100 MISSED"


def test_a_single_measurement_has_no_p95() -> None:
    assert Row.of("statements", "SQL", [8]) == Row("statements", "SQL", 1, 8, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0, "0"), (8, "8"), (0.5678, "0.568"), (7.891, "7.89"), (16.444, "16.4"), (123.4, "123"), (1234.5, "1234")],
)
def test_figures_are_as_long_as_they_are_exact(value: float | None, text: str) -> None:
    assert figure_text(value) == text


def test_table_lines_up_its_columns() -> None:
    lines = table([Row("home", "ms", 300, 7.5, 12.25, "≤ 17 met"), Row("provisioning", "s", 20, 0.25, None)]).splitlines()
    assert lines == [
        "what            p50   p95  unit    n  note",
        "home           7.50  12.2  ms    300  ≤ 17 met",
        "provisioning  0.250        s      20",
    ]


def test_the_file_holds_every_field_of_every_row(tmp_path: Path) -> None:
    path = tmp_path / "results" / "latest.json"
    write([Row("home", "ms", 300, 7.5, 12.25, "≤ 17 met")], path)
    assert json.loads(path.read_text()) == [{"name": "home", "unit": "ms", "n": 300, "p50": 7.5, "p95": 12.25, "note": "≤ 17 met"}]
