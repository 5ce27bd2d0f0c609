"""Which column of a file is what, and how its dates are written."""

from collections.abc import Collection, Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from core.sheet_reading import Sheet
from hr.imports.fields import FIELDS, FULL_NAME, NUMBER, ImportField
from hr.imports.rules.dates import DayOrder
from hr.imports.rules.likeness import folded

# As alike as “Fist name” and “First name”.
_ALIKE = 0.87
_KNOWN = {name for each in FIELDS for name in each.names}


@dataclass(frozen=True)
class Mapping:
    """What HR chose. Columns that stand in no entry are left out."""

    columns: dict[int, str]
    """The field's code by the column's place."""
    effective_date: date
    """From when on changed terms hold."""
    day_orders: dict[int, DayOrder] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the table."""
        return {
            "columns": {str(at): code for at, code in self.columns.items()},
            "effective_date": self.effective_date.isoformat(),
            "day_orders": {str(at): order.value for at, order in self.day_orders.items()},
        }

    @classmethod
    def from_json(cls, stored: AnyMapping[str, Any]) -> "Mapping":
        """From the table."""
        return cls(
            {int(at): code for at, code in stored["columns"].items()},
            date.fromisoformat(stored["effective_date"]),
            {int(at): DayOrder(order) for at, order in stored["day_orders"].items()},
        )


def knows(heading: str) -> bool:
    """Whether a cell is certainly the name of a column."""
    return folded(heading) in _KNOWN


def guess_columns(sheet: Sheet, fields: AnyMapping[str, ImportField], *, numbers: Collection[str]) -> dict[int, str]:
    """What each column is by its heading, exactly or nearly; each field once.

    A column of numbers that are not those of people here is another system's, and left out.
    """
    guessed: dict[int, str] = {}
    names = {name: code for code, each in reversed(list(fields.items())) for name in each.names}
    for is_near in (False, True):
        for at, heading in enumerate(sheet.headings):
            wanted = folded(heading)
            near = get_close_matches(wanted, names, n=1, cutoff=_ALIKE) if is_near else [wanted]
            code = names.get(near[0]) if near else None
            if (
                at in guessed
                or code is None
                or code in guessed.values()
                or (code == NUMBER.code and not _are_ours(sheet, at, numbers))
            ):
                continue
            guessed[at] = code
    if {"first_name", "last_name"} & set(guessed.values()):
        guessed = {at: code for at, code in guessed.items() if code != FULL_NAME.code}
    return guessed


def _are_ours(sheet: Sheet, at: int, numbers: Collection[str]) -> bool:
    filled = [row[at] for row in sheet.rows if row[at]]
    return 2 * sum(number in numbers for number in filled) >= len(filled) > 0
