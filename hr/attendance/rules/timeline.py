"""A day as a line: where its hours, planned time, work and breaks lie between the left end (0) and the right end (100).

Positions are floats because they are for drawing only. A template writes them inside {% localize off %}: a decimal comma is
no number to SVG.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.dates import WallClock, as_wall_clock
from hr.attendance.rules.days import DaySummary, WorkPlan, clock_at, planned_hours
from hr.attendance.rules.sessions import SegmentKind

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A whole hour on the line."""

    clock: WallClock
    left: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the line; `left` and `width` in percent of it. Planned time has no kind."""

    kind: SegmentKind | None
    start: WallClock
    end: WallClock
    left: float
    width: float
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The line of one business date."""

    start: WallClock
    end: WallClock
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    planned: Bar | None
    """The planned hours, on a working day."""
    now_left: float | None
    """Where now is, if it is on the line."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Instants to percent, between two instants."""

    start: datetime
    end: datetime

    def left(self, instant: datetime) -> float:
        return round(100 * ((instant - self.start) / (self.end - self.start)), 2)

    def bar(self, kind: SegmentKind | None, start: WallClock, end: WallClock, *, is_open: bool = False) -> Bar:
        left = self.left(start.instant)
        return Bar(kind, start, end, left, round(self.left(end.instant) - left, 2), is_open)


def timeline_of(summary: DaySummary, *, plan: WorkPlan, zone_name: str, now: datetime) -> Timeline:
    """The line of a day. It spans whole hours around planned and actual time, or the whole date if there is neither.

    The planned hours shape it on days off too, so that a column of lines has one scale for ordinary days.
    """
    zone = summary.first_in.zone_name if summary.first_in else zone_name
    planned = planned_hours(plan, summary.business_date, zone)
    spans = [*([planned] if planned else []), *((segment.start, segment.end) for segment in summary.segments)]
    if summary.first_in:
        spans.append((summary.first_in, summary.first_in))
    start, end = _window(spans, zone) if spans else _whole_date(summary.business_date, zone)
    scale = _Scale(start, end)
    return Timeline(
        start=as_wall_clock(start, zone),
        end=as_wall_clock(end, zone),
        ticks=tuple(Tick(clock, scale.left(clock.instant)) for clock in _whole_hours(start, end, zone)),
        bars=tuple(scale.bar(part.kind, part.start, part.end, is_open=part.is_open) for part in summary.segments),
        planned=scale.bar(None, *planned) if planned and plan.includes(summary.business_date) else None,
        now_left=scale.left(now) if start <= now <= end else None,
    )


def _window(spans: list[tuple[WallClock, WallClock]], zone_name: str) -> tuple[datetime, datetime]:
    first = min(start.instant for start, _end in spans)
    last = max(end.instant for _start, end in spans)
    start = first - as_wall_clock(first, zone_name).wall_time.minute * _MINUTE
    end = last + -as_wall_clock(last, zone_name).wall_time.minute % 60 * _MINUTE
    return start, max(end, start + 60 * _MINUTE)


def _whole_date(day: date, zone_name: str) -> tuple[datetime, datetime]:
    return clock_at(day, time.min, zone_name).instant, clock_at(day + timedelta(days=1), time.min, zone_name).instant


def _whole_hours(start: datetime, end: datetime, zone_name: str) -> Iterator[WallClock]:
    """The instants at which the clock shows a whole hour.

    Stepping by what is missing to the next one stays right where the clocks change by half an hour.
    """
    instant = start
    while instant <= end:
        clock = as_wall_clock(instant, zone_name)
        if clock.wall_time.minute == 0:
            yield clock
        instant += (60 - clock.wall_time.minute) * _MINUTE
