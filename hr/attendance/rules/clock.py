"""The clock of one person: what state the punches leave it in, and which punch may come next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext_lazy as _

from core.dates import DateStyle, WallClock, as_wall_clock, local_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrPromise

MAX_SESSION = timedelta(hours=16)
"""A session still open after this long counts as a forgotten clock-out, not as work."""


class PunchKind(StrEnum):
    """What a punch says. The values are stored."""

    IN = "in"
    BREAK_START = "break_start"
    BREAK_END = "break_end"
    OUT = "out"


_NEXT_KINDS = {
    PunchKind.IN: (PunchKind.BREAK_START, PunchKind.OUT),
    PunchKind.BREAK_START: (PunchKind.BREAK_END, PunchKind.OUT),
    PunchKind.BREAK_END: (PunchKind.BREAK_START, PunchKind.OUT),
    PunchKind.OUT: (PunchKind.IN,),
}
_KIND_ORDER = {kind: order for order, kind in enumerate(PunchKind)}


def _order(punch: PunchFact) -> tuple[datetime, int, str]:
    """Imported facts may share an instant. They too have one order, whichever came first."""
    return punch.occurred_at, _KIND_ORDER[punch.kind], punch.zone_name


@dataclass(frozen=True, slots=True)
class PunchFact:
    """One punch as it is stored: the instant (UTC), and what the clock on the wall showed, where."""

    kind: PunchKind
    occurred_at: datetime
    wall_time: datetime
    utc_offset_minutes: int
    zone_name: str

    @classmethod
    def read(cls, kind: PunchKind, now: datetime, zone_name: str) -> Self:
        """The fact of a punch made now, by somebody whose clock is that of `zone_name`."""
        clock = as_wall_clock(now, zone_name)
        return cls(kind, clock.instant, clock.wall_time, clock.utc_offset_minutes, zone_name)

    @property
    def clock(self) -> WallClock:
        """The wall clock at the punch, to the minute: seconds are dropped here, once, and nothing is rounded later."""
        return WallClock(self.wall_time, self.utc_offset_minutes, self.zone_name).to_minute()


class ClockStatus(StrEnum):
    """What a person is doing, as far as the clock knows."""

    OUT = "out"
    WORKING = "working"
    ON_BREAK = "on_break"


_STATUS_AFTER = {
    PunchKind.IN: ClockStatus.WORKING,
    PunchKind.BREAK_START: ClockStatus.ON_BREAK,
    PunchKind.BREAK_END: ClockStatus.WORKING,
    PunchKind.OUT: ClockStatus.OUT,
}


@dataclass(frozen=True, slots=True)
class ClockState:
    """Where the punches leave a person. `at(now)` turns it into what counts now."""

    status: ClockStatus = ClockStatus.OUT
    since: PunchFact | None = None
    """The punch that began this status."""
    clocked_in: PunchFact | None = None
    """The clock-in of the session that runs; None when out."""
    latest: PunchFact | None = None
    """The latest punch of all, also if it changed nothing."""
    forgotten: PunchFact | None = None
    """The clock-in of a session whose clock-out was forgotten, where that is why the status is out."""

    def at(self, now: datetime) -> ClockState:
        """The state that counts at `now`: a session that has run longer than MAX_SESSION was forgotten, and the person is out."""
        if self.clocked_in is None or now - self.clocked_in.occurred_at <= MAX_SESSION:
            return self
        return replace(self, status=ClockStatus.OUT, since=None, clocked_in=None, forgotten=self.clocked_in)


class PunchRefused(Exception):
    """A punch that cannot come now. `clock` is the wall clock of the punch that stands in its way, if there is one."""

    sentence: ClassVar[StrPromise]

    def __init__(self, clock: WallClock | None = None) -> None:
        super().__init__(clock)
        self.clock = clock

    def explain(self, style: DateStyle) -> str:
        """What happened, why and what to do, in the active language, with times in the company's style."""
        if self.clock is None:
            return str(self.sentence)
        wall_time = self.clock.wall_time
        return self.sentence % {"time": style.time_text(wall_time), "day": style.date_text(wall_time.date())}

    def __str__(self) -> str:
        return self.explain(DateStyle())


class AlreadyClockedIn(PunchRefused):
    """A clock-in while a session runs."""

    sentence = _("You are already clocked in, since %(time)s, and your time is running. Clock out before you clock in again.")


class NotClockedIn(PunchRefused):
    """A break or a clock-out without a session."""

    sentence = _("You are not clocked in, so there is nothing to pause or end. Clock in first.")


class AlreadyOnBreak(PunchRefused):
    """A second start of one break."""

    sentence = _("Your break has been running since %(time)s already. End it when you go back to work.")


class NotOnBreak(PunchRefused):
    """The end of a break that was not started."""

    sentence = _("You are not on a break: you have been working since %(time)s. Start a break before you end one.")


class ClockOutForgotten(PunchRefused):
    """A break or a clock-out so long after the clock-in that it cannot belong to the same stretch of work."""

    sentence = _(
        "You clocked in at %(time)s on %(day)s and did not clock out, so that day stays unfinished until it is corrected. "
        "Clock in to start a new one."
    )


class ClockWentBackwards(PunchRefused):
    """A punch at or before the instant of the latest one, after somebody set the server's clock."""

    sentence = _(
        "Your latest punch is at %(time)s on %(day)s, and this one would not come after it, so it was not recorded. "
        "Try again in a minute, and tell your company's administrator if that time is wrong."
    )


def replay(punches: Iterable[PunchFact]) -> list[tuple[PunchFact, ...]]:
    """The sessions in a heap of punches, oldest first: each a clock-in and the punches that belong to it.

    Order does not matter. A clock-in always begins a session, so the one before it may lack its clock-out. Any other punch is
    left out if it cannot follow the one before it, or comes later than MAX_SESSION after its clock-in.
    """
    sessions: list[tuple[PunchFact, ...]] = []
    for punch in sorted(punches, key=_order):
        if punch.kind == PunchKind.IN:
            sessions.append((punch,))
        elif sessions and _belongs_to(sessions[-1], punch):
            sessions[-1] += (punch,)
    return sessions


def _belongs_to(session: tuple[PunchFact, ...], punch: PunchFact) -> bool:
    return punch.kind in _NEXT_KINDS[session[-1].kind] and punch.occurred_at - session[0].occurred_at <= MAX_SESSION


def state_after(punches: Iterable[PunchFact]) -> ClockState:
    """The state that one person's punches leave, in whatever order they come; the latest session's are enough."""
    facts = list(punches)
    latest = max(facts, key=_order, default=None)
    sessions = replay(facts)
    if not sessions:
        return ClockState(latest=latest)
    first, last = sessions[-1][0], sessions[-1][-1]
    status = _STATUS_AFTER[last.kind]
    return ClockState(status, since=last, clocked_in=None if status == ClockStatus.OUT else first, latest=latest)


def next_kinds(state: ClockState) -> tuple[PunchKind, ...]:
    """The punches that may follow, for the buttons to show. Pass `state.at(now)`, or a forgotten session still counts."""
    return _NEXT_KINDS[state.since.kind if state.since else PunchKind.OUT]


def check_punch(state: ClockState, kind: PunchKind, now: datetime) -> None:
    """Let a punch pass at `now` or raise the PunchRefused that says why not.

    A clock-out during a break passes: it ends the break and the session at once.
    """
    current = state.at(now)
    if kind not in next_kinds(current):
        raise _refusal(current, kind)
    if current.latest is not None and now <= current.latest.occurred_at:
        raise ClockWentBackwards(current.latest.clock)


def _refusal(state: ClockState, kind: PunchKind) -> PunchRefused:
    if state.clocked_in is None or state.since is None:
        return ClockOutForgotten(state.forgotten.clock) if state.forgotten else NotClockedIn()
    if kind == PunchKind.IN:
        return AlreadyClockedIn(state.clocked_in.clock)
    return AlreadyOnBreak(state.since.clock) if state.status == ClockStatus.ON_BREAK else NotOnBreak(state.since.clock)


def business_date_at(state: ClockState, now: datetime, zone_name: str) -> date:
    """The date a person's work counts for at `now`: the running session's, after midnight too, otherwise the calendar's."""
    running = state.at(now).clocked_in
    return running.wall_time.date() if running else local_date(now, zone_name)
