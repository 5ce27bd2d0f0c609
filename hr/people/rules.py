"""The rules of people, pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.periods import DateRange


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Somebody reports to `manager` on some days."""

    employee: UUID
    manager: UUID
    days: DateRange


def closes_circle(member: UUID, superior: UUID, superior_of: Mapping[UUID, UUID | None]) -> bool:
    """Whether `member`, placed under `superior`, would come to stand above itself.

    `superior_of` is the order as it is: the departments that departments are part of.
    """
    seen: set[UUID] = set()
    current: UUID | None = superior
    # A circle that is there already, from an import, must not hold the check up for ever.
    while current is not None and current not in seen:
        if current == member:
            return True
        seen.add(current)
        current = superior_of.get(current)
    return False


def first_day_of_circle(member: UUID, lines: Iterable[ReportingLine], days: DateRange) -> date | None:
    """The first of `days` on which `member` would report to themselves, directly or through others; None if there is none."""
    lines_of: dict[UUID, list[ReportingLine]] = {}
    for line in lines:
        lines_of.setdefault(line.employee, []).append(line)

    def circles(person: UUID, shared: DateRange, passed: frozenset[UUID]) -> Iterator[date]:
        # Upwards, on the days that all lines so far have in common.
        for line in lines_of.get(person, []):
            common = line.days.intersect(shared)
            if common is None or line.manager in passed:
                continue
            if line.manager == member:
                yield common.start
            else:
                yield from circles(line.manager, common, passed | {line.manager})

    return min(circles(member, days, frozenset()), default=None)
