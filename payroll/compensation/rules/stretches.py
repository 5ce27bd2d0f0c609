"""Days split where something changes, so that the same holds on all days of each part."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.periods import DateRange

_DAY = timedelta(days=1)


def split(period: DateRange, employed: Iterable[DateRange], changes: Iterable[DateRange]) -> list[DateRange]:
    """The days of `period` on which somebody is `employed`, cut wherever one of `changes` begins or has ended; in order.

    `period` has an end. Each part lies wholly within or wholly outside each of `changes`.
    """
    changes = list(changes)
    begins = {each.start for each in changes} | {each.end + _DAY for each in changes if each.end not in {None, date.max}}
    parts = []
    for days in sorted((part for each in employed if (part := period.intersect(each)) is not None), key=lambda part: part.start):
        starts = [days.start, *sorted(day for day in begins if day > days.start and day in days)]
        ends = [*(start - _DAY for start in starts[1:]), days.end]
        parts += [DateRange(start, end) for start, end in zip(starts, ends, strict=True)]
    return parts
