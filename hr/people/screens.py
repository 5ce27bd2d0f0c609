"""What the pages of people show, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.moments import moment_text
from tenants.accounts.capabilities import DataGroup


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody saw some of one's data, on one day."""

    reader_id: UUID
    reader: str
    what: str
    when: str
    times: int


def look_rows(looks: Iterable[Mapping[str, Any]]) -> list[LookRow]:
    """Rows of `core.audit.queries.looks_at`."""
    labels = dict(DataGroup.choices)
    return [
        LookRow(
            reader_id=look["reader_id"],
            reader=look["reader_label"],
            what=str(labels.get(look["data_group"], look["data_group"])),
            when=moment_text(look["latest"]),
            times=look["times"],
        )
        for look in looks
    ]
