"""The rules of people, pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from core.periods import DateRange

# Metres; the mean of IUGG.
_EARTH_RADIUS = 6_371_008.8


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Somebody reports to `manager` on some days."""

    employee: UUID
    manager: UUID
    days: DateRange


@dataclass(frozen=True, slots=True)
class Geofence:
    """A place on the ground: its middle in degrees, and how far it reaches, in metres."""

    latitude: float
    longitude: float
    radius: int

    def distance_to(self, latitude: float, longitude: float) -> float:
        """Metres from the middle, along the ground of a round Earth; up to half a percent wrong, less than phones are."""
        north, south = radians(latitude), radians(self.latitude)
        halves = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(radians(longitude - self.longitude) / 2) ** 2
        # Rounding may bring the sum past 1, at the other side of the Earth.
        return 2 * _EARTH_RADIUS * asin(sqrt(min(1.0, halves)))

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies within it."""
        return self.distance_to(latitude, longitude) <= self.radius


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


def by_employee(lines: Iterable[ReportingLine]) -> dict[UUID, list[ReportingLine]]:
    """The lines of each employee who has some."""
    found: dict[UUID, list[ReportingLine]] = {}
    for line in lines:
        found.setdefault(line.employee, []).append(line)
    return found


def first_day_of_circle(member: UUID, lines_of: Mapping[UUID, list[ReportingLine]], days: DateRange) -> date | None:
    """The first of `days` on which `member` would report to themselves, directly or through others; None if there is none."""

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
