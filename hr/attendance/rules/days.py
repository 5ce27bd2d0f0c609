"""Business dates: how long somebody worked and paused, whether they came late, and what was overtime."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.dates import NonexistentTime, WallClock, as_wall_clock, instant_from_wall
from core.periods import DateRange
from hr.attendance.rules.clock import PunchFact
from hr.attendance.rules.sessions import Segment, SegmentKind, WorkSession, sessions_from
from hr.calendars.rules import Shift

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """What is expected of a person's days: the company's hours, but for dates on which something else is planned.

    Without both hours nobody can be late; an end at or before the start is the next day's.
    """

    start: time | None
    end: time | None
    working_days: frozenset[int]
    """ISO weekdays: 1 is Monday, 7 is Sunday."""
    grace_minutes: int
    overtime_threshold_minutes: int
    planned: Mapping[date, Shift | None] = field(default_factory=dict)
    """Dates that go by a work pattern and a holiday calendar: their hours, or None for a free day."""

    def shift_on(self, day: date) -> Shift | None:
        """The hours of a date; None on a free day, and where there are no hours."""
        if day in self.planned:
            return self.planned[day]
        return self.usual_shift if day.isoweekday() in self.working_days else None

    @property
    def usual_shift(self) -> Shift | None:
        """The company's hours, which contain breaks: what is beyond the overtime threshold is taken for one."""
        if self.start is None or self.end is None:
            return None
        shift = Shift(self.start, self.end)
        return Shift(self.start, self.end, max(0, shift.length - self.overtime_threshold_minutes))

    def includes(self, day: date) -> bool:
        """Whether work is planned on this date."""
        return self.shift_on(day) is not None

    def overtime_from(self, day: date) -> int:
        """After how many minutes of work the rest of a date is overtime: the company's threshold, or a longer shift's."""
        shift = self.shift_on(day) if self.overtime_threshold_minutes else None
        return max(self.overtime_threshold_minutes, shift.minutes if shift else 0)

    def is_working_day(self, day: date) -> bool:
        """Whether it is no free day, hours or not."""
        return self.planned[day] is not None if day in self.planned else day.isoweekday() in self.working_days


@dataclass(frozen=True, slots=True)
class DaySummary:
    """One person's business date. Minutes are whole, and those of the segments add up to the totals."""

    business_date: date
    is_working_day: bool
    segments: tuple[Segment, ...]
    first_in: WallClock | None
    last_out: WallClock | None
    """None also while the last session has no clock-out."""
    is_open: bool
    """A session runs now."""
    is_unfinished: bool
    """A clock-out was forgotten, so the worked minutes lack what came after the last punch."""
    worked_minutes: int
    break_minutes: int
    planned_minutes: int
    """Length of the planned hours on a working day, else 0."""
    late_minutes: int
    """From the planned start to the first clock-in, once that is more than the grace; 0 within it and after the planned end."""
    overtime_minutes: int
    """Worked beyond the company's threshold for one day, or beyond a shift that is longer."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over days, in minutes, and counts of days."""

    worked_minutes: int
    break_minutes: int
    planned_minutes: int
    late_minutes: int
    overtime_minutes: int
    worked_days: int
    late_days: int
    unfinished_days: int


def planned_hours(plan: WorkPlan, day: date, zone_name: str) -> tuple[WallClock, WallClock] | None:
    """Planned start and end on a date, by the clock of a zone; None if the plan has no hours.

    On a free day they are the company's, as the line of a day wants them.
    """
    shift = plan.shift_on(day) or plan.usual_shift
    if shift is None:
        return None
    last_day = day + timedelta(days=shift.ends_next_day)
    start, end = clock_at(day, shift.start, zone_name), clock_at(last_day, shift.end, zone_name)
    # A start that the clocks skip moves on, perhaps past an end that they do not: then nothing is left of the plan that day.
    return start, max(start, end, key=lambda clock: clock.instant)


def clock_at(day: date, clock: time, zone_name: str) -> WallClock:
    """A planned time of day, in a zone. One that the clocks skip that day is meant as much later as they jump."""
    try:
        instant = instant_from_wall(datetime.combine(day, clock), zone_name)
    except NonexistentTime as skipped:
        instant = skipped.moved_on
    return as_wall_clock(instant, zone_name)


def summarise_day(
    business_date: date, sessions: Iterable[WorkSession], *, plan: WorkPlan, zone_name: str, now: datetime
) -> DaySummary:
    """The summary of one date. Sessions of other dates are left out.

    Planned hours are read by the clock the person punched in by, or that of `zone_name` on a date without punches.
    """
    own = sorted((each for each in sessions if each.business_date == business_date), key=lambda each: each.start.occurred_at)
    segments = tuple(segment for session in own for segment in session.segments(now))
    worked = _minutes(segments, SegmentKind.WORK)
    zone = own[0].start.zone_name if own else zone_name
    hours = planned_hours(plan, business_date, zone) if plan.includes(business_date) else None
    return DaySummary(
        business_date=business_date,
        is_working_day=plan.is_working_day(business_date),
        segments=segments,
        first_in=own[0].start.clock if own else None,
        last_out=own[-1].end.clock if own and own[-1].end else None,
        is_open=any(session.is_open for session in own),
        is_unfinished=any(session.is_forgotten for session in own),
        worked_minutes=worked,
        break_minutes=_minutes(segments, SegmentKind.BREAK),
        planned_minutes=_elapsed(*hours) if hours else 0,
        late_minutes=_late_minutes(*hours, own[0].start.clock, plan.grace_minutes) if hours and own else 0,
        overtime_minutes=max(0, worked - plan.overtime_from(business_date)),
    )


def _minutes(segments: Iterable[Segment], kind: SegmentKind) -> int:
    return sum(segment.minutes for segment in segments if segment.kind == kind)


def _elapsed(start: WallClock, end: WallClock) -> int:
    return (end.instant - start.instant) // _MINUTE


def _late_minutes(planned_start: WallClock, planned_end: WallClock, first_in: WallClock, grace_minutes: int) -> int:
    late = _elapsed(planned_start, first_in)
    # Whoever comes after the planned end works another shift, and is not late for this one.
    return late if grace_minutes < late < _elapsed(planned_start, planned_end) else 0


def summarise_days(
    period: DateRange, punches: Iterable[PunchFact], *, plan: WorkPlan, zone_name: str, now: datetime
) -> list[DaySummary]:
    """One summary for each date of a period, in order, from the punches that `punch_window` spans. Raises OpenEndedRange."""
    by_date: defaultdict[date, list[WorkSession]] = defaultdict(list)
    for session in sessions_from(punches, now):
        by_date[session.business_date].append(session)
    return [summarise_day(day, by_date[day], plan=plan, zone_name=zone_name, now=now) for day in period]


def total_of(days: Sequence[DaySummary]) -> Totals:
    """The sums of what the days show. Nothing is rounded on the way."""
    return Totals(
        worked_minutes=sum(day.worked_minutes for day in days),
        break_minutes=sum(day.break_minutes for day in days),
        planned_minutes=sum(day.planned_minutes for day in days),
        late_minutes=sum(day.late_minutes for day in days),
        overtime_minutes=sum(day.overtime_minutes for day in days),
        worked_days=sum(day.first_in is not None for day in days),
        late_days=sum(day.late_minutes > 0 for day in days),
        unfinished_days=sum(day.is_unfinished for day in days),
    )
