"""Figures: how a row comes from measurements, the table on the terminal, and the file."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `n` is the number of measurements; a figure that is measured once has no p95."""

    name: str
    unit: str
    n: int
    p50: float
    p95: float | None
    note: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        unit: str,
        values: Sequence[float],
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        note: str = "",
    ) -> Self:
        """Sum up measurements. A target is compared with the median, and the note says how that went."""
        middle = percentile(values, 50)
        parts = [target_text(middle, at_most=at_most, at_least=at_least), note]
        p95 = round(percentile(values, 95), 3) if len(values) > 1 else None
        return cls(name, unit, len(values), round(middle, 3), p95, "; ".join(filter(None, parts)))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` per cent of them do not exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("There is no percentile of nothing.")
    return sorted(values)[max(math.ceil(len(values) * percent / 100), 1) - 1]


def target_text(value: float, *, at_most: float | None = None, at_least: float | None = None) -> str:
    """The target and whether `value` reaches it; empty without a target."""
    if at_most is not None:
        return f"≤ {at_most:g} {'met' if value <= at_most else 'MISSED'}"
    if at_least is not None:
        return f"≥ {at_least:g} {'met' if value >= at_least else 'MISSED'}"
    return ""


def figure_text(value: float | None) -> str:
    """Three significant digits, and no fewer than the whole number."""
    if value is None:
        return ""
    decimals = max(2 - math.floor(math.log10(abs(value))), 0) if value else 0
    return f"{value:.{decimals}f}" if value != int(value) else f"{value:.0f}"


def table(rows: Sequence[Row]) -> str:
    """All rows as aligned columns."""
    cells = [("what", "p50", "p95", "unit", "n", "note")]
    cells += [(row.name, figure_text(row.p50), figure_text(row.p95), row.unit, str(row.n), row.note) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    aligns = (str.ljust, str.rjust, str.rjust, str.ljust, str.rjust, str.ljust)
    return "\n".join(
        "  ".join(align(text, width) for align, text, width in zip(aligns, line, widths, strict=True)).rstrip() for line in cells
    )


def markdown(rows: Sequence[Row]) -> str:
    """All rows as a table of Markdown, for docs/benchmarks.md."""
    lines = ["| | p50 | p95 | | n | |", "|---|---|---|---|---|---|"]
    cells = [(row.name, figure_text(row.p50), figure_text(row.p95), row.unit, str(row.n), row.note) for row in rows]
    return "\n".join([*lines, *(f"| {' | '.join(line)} |" for line in cells)])


def write(rows: Sequence[Row], path: Path) -> None:
    """Keep the rows as JSON: a list of {name, unit, n, p50, p95, note}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
