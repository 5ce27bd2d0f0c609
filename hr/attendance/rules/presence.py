"""Where somebody is now, as far as the clock and the plan know."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.dates import WallClock, as_wall_clock
from hr.attendance.rules.clock import ClockState, ClockStatus
from hr.attendance.rules.days import DaySummary, WorkPlan, planned_hours


class Presence(StrEnum):
    """What a list of the team says about a person. The values stand in addresses."""

    WORKING = "working"
    ON_BREAK = "break"
    FINISHED = "finished"
    """Out, after work on this date."""
    EXPECTED = "expected"
    """Not in, later than the planned start and the grace."""
    OFF = "off"
    """Not in, and not expected yet, or not at all on this date."""


_PRESENCE_OF = {ClockStatus.WORKING: Presence.WORKING, ClockStatus.ON_BREAK: Presence.ON_BREAK}


def presence_at(state: ClockState, day: DaySummary, *, plan: WorkPlan, zone_name: str, now: datetime) -> Presence:
    """The presence at `now` of somebody with this state and day; `state` is the one that counts now."""
    if state.status in _PRESENCE_OF:
        return _PRESENCE_OF[state.status]
    if day.first_in is not None:
        return Presence.FINISHED
    hours = planned_hours(plan, day.business_date, zone_name) if plan.includes(day.business_date) else None
    if hours and hours[0].instant + timedelta(minutes=plan.grace_minutes) < now <= hours[1].instant:
        return Presence.EXPECTED
    return Presence.OFF


def date_of_shift(plan: WorkPlan, day: date, zone_name: str, now: datetime) -> date:
    """The date whose planned hours run at `now`: the day before `day` while its shift goes on past midnight, or else `day`."""
    before = day - timedelta(days=1)
    shift = plan.shift_on(before)
    hours = planned_hours(plan, before, zone_name) if shift and shift.ends_next_day else None
    return before if hours and now <= hours[1].instant else day


def expected_minutes(day: DaySummary, plan: WorkPlan) -> int:
    """How much work a day's plan amounts to: its planned hours without their breaks."""
    shift = plan.shift_on(day.business_date)
    return max(0, day.planned_minutes - shift.break_minutes) if shift else 0


def expected_finish(day: DaySummary, now: datetime, zone_name: str) -> WallClock | None:
    """When a running day will have lasted as long as planned, breaks included; None if it does not run or has done so."""
    left = day.planned_minutes - day.worked_minutes - day.break_minutes
    if not day.is_open or left <= 0:
        return None
    return as_wall_clock(now + timedelta(minutes=left), zone_name).to_minute()
