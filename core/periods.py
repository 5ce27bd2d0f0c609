"""Ranges of whole days, both ends included, as people say them: "from the 1st to the 30th"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_DAY = timedelta(days=1)


class EmptyRange(ValueError):
    """A range that would end before it starts."""

    def __init__(self, start: date, end: date) -> None:
        super().__init__(f"A range cannot end on {end}, before it starts on {start}.")


class OpenEndedRange(ValueError):
    """A range without an end was asked for its length or its days."""

    def __init__(self, start: date) -> None:
        super().__init__(f"The range from {start} has no end, so its days cannot be counted. Intersect it with a period first.")


@dataclass(frozen=True, slots=True)
class DateRange:
    """From `start` to `end`, both included; without `end` it goes on for ever. Raises EmptyRange."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise EmptyRange(self.start, self.end)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self._last

    def __iter__(self) -> Iterator[date]:
        """Each day in order. Raises OpenEndedRange."""
        return (self.start + offset * _DAY for offset in range(self.days))

    @property
    def days(self) -> int:
        """How many days the range has, at least 1. Raises OpenEndedRange."""
        if self.end is None:
            raise OpenEndedRange(self.start)
        return (self.end - self.start).days + 1

    def contains(self, other: Self) -> bool:
        """Whether every day of `other` is in this range."""
        return self.start <= other.start and other._last <= self._last

    def overlaps(self, other: Self) -> bool:
        """Whether the two share at least one day."""
        return self.start <= other._last and other.start <= self._last

    def intersect(self, other: Self) -> Self | None:
        """The days that both have, or None if there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return type(self)(max(self.start, other.start), min(ends, default=None))

    @property
    def _last(self) -> date:
        return date.max if self.end is None else self.end


def month(year: int, number: int) -> DateRange:
    """A calendar month; `number` is 1 for January."""
    first = date(year, number, 1)
    return DateRange(first, (first + 31 * _DAY).replace(day=1) - _DAY)


def week_of(day: date, first_weekday: int) -> DateRange:
    """The seven days around `day`, beginning on an ISO weekday: 1 is Monday, 7 is Sunday."""
    start = day - (day.isoweekday() - first_weekday) % 7 * _DAY
    return DateRange(start, start + 6 * _DAY)
