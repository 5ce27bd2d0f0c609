"""The clock card, and the line of a day."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formatting import current_date_style, format_duration
from core.ids import new_id
from hr.attendance.queries import OwnTime
from hr.attendance.rules import Bar, ClockStatus, SegmentKind, Timeline, expected_finish, planned_hours, timeline_of
from hr.attendance.screens.wording import hour_label, long_day

MAX_HOUR_LABELS = 7
"""As many as fit a phone."""

_STATE_WORDS = {ClockStatus.WORKING: "working", ClockStatus.ON_BREAK: "break", ClockStatus.OUT: "out"}


@dataclass(frozen=True, slots=True)
class Timer:
    """A length of time to show; it grows on the page while something runs."""

    minutes_shown: int
    running_since: datetime | None = None
    base_seconds: int = 0

    @property
    def hours(self) -> int:
        """Its whole hours."""
        return self.minutes_shown // 60

    @property
    def minutes(self) -> int:
        """The minutes beyond them."""
        return self.minutes_shown % 60


@dataclass(frozen=True, slots=True)
class LinePart:
    """A stretch of the line, in percent, and the same in words."""

    kind: str
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class LineHour:
    """A label under the line."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """What _timeline.html takes."""

    segments: list[LinePart]
    hours: list[LineHour]
    now_x: float | None


@dataclass(frozen=True, slots=True)
class ClockCard:
    """What _clock.html takes."""

    state: str
    since: str
    timer: Timer
    server_now: datetime
    worked_minutes: int
    break_minutes: int
    planned: str
    finish_at: str
    forgotten: str
    problem: str
    timeline: DayLine
    punch_url: str
    idempotency_key: UUID
    balance_minutes: int | None = None


def clock_card(own: OwnTime, *, problem: str = "") -> ClockCard:
    """The card of somebody's clock, with a new key: each rendering may be sent once. `problem` is why a punch was refused."""
    day = own.today
    finish = expected_finish(day, own.now, own.zone_name)
    return ClockCard(
        state=_STATE_WORDS[own.state.status],
        since=_since(own),
        timer=_timer(own),
        server_now=own.now,
        worked_minutes=day.worked_minutes,
        break_minutes=day.break_minutes,
        planned=_planned(own),
        finish_at=current_date_style().time_text(finish.wall_time) if finish else "",
        forgotten=_forgotten(own),
        problem=problem,
        timeline=day_line(timeline_of(day, plan=own.plan, zone_name=own.zone_name, now=own.now)),
        punch_url=reverse("punch"),
        idempotency_key=new_id(),
    )


def _since(own: OwnTime) -> str:
    """When the state began: work at its clock-in, whatever breaks have been since."""
    began = {
        ClockStatus.WORKING: own.state.clocked_in and own.state.clocked_in.clock,
        ClockStatus.ON_BREAK: own.state.since and own.state.since.clock,
        ClockStatus.OUT: own.today.last_out,
    }[own.state.status]
    return current_date_style().time_text(began.wall_time) if began else ""


def _timer(own: OwnTime) -> Timer:
    running = next((part for part in own.today.segments if part.is_open), None)
    if running is None:
        return Timer(own.today.worked_minutes)
    if running.kind == SegmentKind.BREAK:
        return Timer(running.minutes, running.start.instant)
    return Timer(own.today.worked_minutes, running.start.instant, 60 * (own.today.worked_minutes - running.minutes))


def _planned(own: OwnTime) -> str:
    hours = planned_hours(own.plan, own.today.business_date, own.zone_name)
    if hours is None or not own.plan.includes(own.today.business_date):
        return ""
    style = current_date_style()
    return f"{style.time_text(hours[0].wall_time)} – {style.time_text(hours[1].wall_time)}"


def _forgotten(own: OwnTime) -> str:
    """That a clock-out was forgotten, until the next clock-in."""
    if own.state.forgotten is None:
        return ""
    clock_in = own.state.forgotten.clock.wall_time
    return _(
        "You clocked in at %(time)s on %(day)s and did not clock out. That day counts up to your last punch until it is corrected: "
        "tell your manager when you finished."
    ) % {"time": current_date_style().time_text(clock_in), "day": long_day(clock_in.date())}


def day_line(timeline: Timeline) -> DayLine:
    """The line of a day, with labels that fit a phone."""
    step = ceil(len(timeline.ticks) / MAX_HOUR_LABELS)
    uses_24_hours = current_date_style().uses_24_hours
    return DayLine(
        segments=[_line_part(bar) for bar in ([timeline.planned] if timeline.planned else []) + list(timeline.bars)],
        hours=[
            LineHour(tick.left, hour_label(tick.clock.wall_time, uses_24_hours=uses_24_hours)) for tick in timeline.ticks[::step]
        ],
        now_x=timeline.now_left,
    )


def _line_part(bar: Bar) -> LinePart:
    style = current_date_style()
    start, end = bar.start, bar.end
    words = {
        "start": style.time_text(start.wall_time),
        "end": style.time_text(end.wall_time),
        "length": format_duration(end.instant - start.instant),
    }
    if bar.kind is None:
        label = _("Planned from %(start)s to %(end)s")
    elif bar.kind == SegmentKind.BREAK:
        label = _("On a break since %(start)s, %(length)s") if bar.is_open else _("Break from %(start)s to %(end)s, %(length)s")
    else:
        label = _("Working since %(start)s, %(length)s") if bar.is_open else _("Worked from %(start)s to %(end)s, %(length)s")
    return LinePart(bar.kind.value if bar.kind else "planned", bar.left, bar.width, label % words)
