"""Stretches of work: from a clock-in to its clock-out, cut into work and breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from core.dates import WallClock, as_wall_clock
from core.periods import DateRange
from hr.attendance.rules.clock import MAX_SESSION, PunchFact, PunchKind, replay

# The calendar is at most this far ahead of UTC, and behind it, anywhere on Earth.
_EASTERNMOST = timedelta(hours=14)
_WESTERNMOST = timedelta(hours=12)


class SegmentKind(StrEnum):
    """What a stretch of a session was spent on."""

    WORK = "work"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of work or break, from minute to minute. An open one ends now and is still growing."""

    kind: SegmentKind
    start: WallClock
    end: WallClock
    is_open: bool = False

    @property
    def minutes(self) -> int:
        """Elapsed minutes. Counted between instants, so a change of the clocks neither adds nor takes any."""
        return (self.end.instant - self.start.instant) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WorkSession:
    """A clock-in and the punches that belong to it. Made by `sessions_from`."""

    punches: tuple[PunchFact, ...]
    is_forgotten: bool
    """It has no clock-out and will not get one any more, except by a correction."""

    @property
    def business_date(self) -> date:
        """The date all of it counts for: the one on the wall at the clock-in, also when it runs past midnight."""
        return self.start.wall_time.date()

    @property
    def start(self) -> PunchFact:
        """The clock-in."""
        return self.punches[0]

    @property
    def end(self) -> PunchFact | None:
        """The clock-out, if there is one."""
        return self.punches[-1] if self.punches[-1].kind == PunchKind.OUT else None

    @property
    def is_open(self) -> bool:
        """Whether it is running now."""
        return self.end is None and not self.is_forgotten

    def segments(self, now: datetime) -> tuple[Segment, ...]:
        """Work and breaks in order, without a gap.

        The last one of a session that runs ends now; that of a forgotten one is left out, because nobody knows how long it was.
        """
        closed = [Segment(_kind_from(first), first.clock, second.clock) for first, second in pairwise(self.punches)]
        if not self.is_open:
            return tuple(closed)
        last = self.punches[-1]
        until = as_wall_clock(max(now, last.occurred_at), last.zone_name).to_minute()
        return (*closed, Segment(_kind_from(last), last.clock, until, is_open=True))


def _kind_from(punch: PunchFact) -> SegmentKind:
    return SegmentKind.BREAK if punch.kind == PunchKind.BREAK_START else SegmentKind.WORK


def sessions_from(punches: Iterable[PunchFact], now: datetime) -> list[WorkSession]:
    """One person's sessions, oldest first, from punches in any order.

    A session without a clock-out is forgotten once another has begun after it, or MAX_SESSION after its clock-in.
    """
    runs = replay(punches)
    return [
        WorkSession(
            run,
            is_forgotten=run[-1].kind != PunchKind.OUT and (run is not runs[-1] or now - run[0].occurred_at > MAX_SESSION),
        )
        for run in runs
    ]


def punch_window(period: DateRange) -> tuple[datetime, datetime]:
    """The UTC instants, both included, between which every punch lies that a session of these business dates can have.

    It holds for every time zone. Sessions of the dates around it may come along cut short; `summarise_days` leaves them out.
    Raises OpenEndedRange.
    """
    first = datetime.combine(period.start, time.min, UTC)
    after_last = first + timedelta(days=period.days)
    return first - _EASTERNMOST, after_last + _WESTERNMOST + MAX_SESSION
