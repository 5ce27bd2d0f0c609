"""What holds for every sequence of punches, in zones that make it hard."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from core.periods import DateRange
from hr.attendance.rules import (
    MAX_SESSION,
    ClockState,
    PunchFact,
    PunchKind,
    PunchRefused,
    SegmentKind,
    WorkPlan,
    check_punch,
    next_kinds,
    punch_window,
    sessions_from,
    state_after,
    summarise_days,
    timeline_of,
    total_of,
)

ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
PLANS = st.builds(
    WorkPlan,
    start=st.none() | st.times(),
    end=st.none() | st.times(),
    working_days=st.frozensets(st.integers(1, 7)),
    grace_minutes=st.integers(0, 60),
    overtime_threshold_minutes=st.integers(0, 600),
)
# Days around the changes of the clocks, so that they are hit often.
STARTS = st.sampled_from(
    [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 7), (3, 28), (4, 4), (10, 3), (10, 24), (10, 31))]
)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
YEAR_AFTER = datetime(2027, 1, 1, tzinfo=UTC)
PERIOD = DateRange(date(2026, 2, 1), date(2026, 12, 31))


@st.composite
def valid_punches(draw: st.DrawFn) -> list[PunchFact]:
    """Punches as the clock would let one person make them, some of them forgotten."""
    zone, now = draw(ZONES), draw(STARTS) + draw(st.timedeltas(timedelta(), timedelta(days=2)))
    punches: list[PunchFact] = []
    for _step in range(draw(st.integers(0, 14))):
        now += draw(st.timedeltas(timedelta(microseconds=1), timedelta(hours=9)))
        kind = draw(st.sampled_from(next_kinds(state_after(punches).at(now))))
        check_punch(state_after(punches), kind, now)
        punches.append(PunchFact.read(kind, now, zone))
    return punches


any_punches = st.lists(
    st.builds(
        PunchFact.read,
        st.sampled_from(PunchKind),
        st.datetimes(datetime(2026, 3, 27), datetime(2026, 4, 7), timezones=st.just(UTC)),
        ZONES,
    ),
    max_size=20,
)
moments = st.datetimes(datetime(2026, 3, 27), datetime(2026, 11, 30), timezones=st.just(UTC))


@given(valid_punches(), moments)
def test_work_and_breaks_make_up_the_span_of_a_session(punches: list[PunchFact], now: datetime) -> None:
    for session in sessions_from(punches, now):
        segments = session.segments(now)
        ends = [session.start.clock, *(segment.end for segment in segments)]

        assert [segment.start for segment in segments] == ends[:-1]
        assert sum(segment.minutes for segment in segments) * timedelta(minutes=1) == ends[-1].instant - ends[0].instant
        if session.end is not None:
            assert ends[-1] == session.end.clock


@given(any_punches, PLANS, ZONES, moments)
def test_totals_add_up_and_nothing_is_negative(punches: list[PunchFact], plan: WorkPlan, zone: str, now: datetime) -> None:
    days = summarise_days(PERIOD, punches, plan=plan, zone_name=zone, now=now)
    segments = [segment for day in days for segment in day.segments]
    total = total_of(days)

    assert all(segment.minutes >= 0 for segment in segments)
    assert all(min(day.planned_minutes, day.late_minutes, day.overtime_minutes) >= 0 for day in days)
    assert total.worked_minutes == sum(segment.minutes for segment in segments if segment.kind == SegmentKind.WORK)
    assert total.break_minutes == sum(segment.minutes for segment in segments if segment.kind == SegmentKind.BREAK)
    assert all(day.late_minutes == 0 for day in days if not plan.includes(day.business_date))


@given(any_punches.flatmap(lambda punches: st.tuples(st.just(punches), st.permutations(punches))), moments)
def test_the_order_in_which_punches_arrive_does_not_matter(orders: tuple[list[PunchFact], list[PunchFact]], now: datetime) -> None:
    punches, shuffled = orders

    assert sessions_from(shuffled, now) == sessions_from(punches, now)
    assert state_after(shuffled) == state_after(punches)


@given(any_punches, moments)
def test_no_session_outlasts_the_longest_one_allowed(punches: list[PunchFact], now: datetime) -> None:
    sessions = sessions_from(punches, now)

    assert all(session.punches[-1].occurred_at - session.start.occurred_at <= MAX_SESSION for session in sessions)
    assert sum(session.is_open for session in sessions) <= 1


@given(valid_punches(), st.timedeltas(timedelta(microseconds=1), timedelta(days=2)), st.sampled_from(PunchKind))
def test_the_clock_accepts_exactly_the_kinds_it_offers(punches: list[PunchFact], later: timedelta, kind: PunchKind) -> None:
    state = state_after(punches)
    now = (state.latest.occurred_at if state.latest else NEW_YEAR) + later

    if kind in next_kinds(state.at(now)):
        check_punch(state, kind, now)
    else:
        with pytest.raises(PunchRefused) as refused:
            check_punch(state, kind, now)
        assert str(refused.value).endswith(".")


@given(valid_punches())
def test_every_punch_the_clock_let_pass_counts(punches: list[PunchFact]) -> None:
    sessions = sessions_from(punches, YEAR_AFTER)

    assert [punch for session in sessions for punch in session.punches] == punches


@given(valid_punches(), st.integers(0, 20))
def test_the_punch_window_misses_nothing(punches: list[PunchFact], days: int) -> None:
    start = (punches[0].wall_time.date() if punches else NEW_YEAR.date()) + timedelta(days=days // 4)
    period = DateRange(start, start + timedelta(days=days))
    first, last = punch_window(period)
    some = [punch for punch in punches if first <= punch.occurred_at <= last]
    plan = WorkPlan(time(9), time(17), frozenset(range(1, 8)), grace_minutes=15, overtime_threshold_minutes=480)

    assert summarise_days(period, some, plan=plan, zone_name="UTC", now=YEAR_AFTER) == summarise_days(
        period, punches, plan=plan, zone_name="UTC", now=YEAR_AFTER
    )


@given(valid_punches(), PLANS, ZONES, moments)
def test_everything_lies_on_the_line(punches: list[PunchFact], plan: WorkPlan, zone: str, now: datetime) -> None:
    period = (
        DateRange(punches[0].wall_time.date(), punches[-1].wall_time.date())
        if punches
        else DateRange(NEW_YEAR.date(), NEW_YEAR.date())
    )
    for day in summarise_days(period, punches, plan=plan, zone_name=zone, now=now):
        line = timeline_of(day, plan=plan, zone_name=zone, now=now)
        drawn = [*line.bars, *([line.planned] if line.planned else [])]

        assert all(min(bar.left, bar.width) >= 0 and bar.left + bar.width <= 100.01 for bar in drawn)
        assert all(0 <= tick.left <= 100 and tick.clock.wall_time.minute == 0 for tick in line.ticks)


def test_a_state_without_punches_is_forgotten_by_nobody() -> None:
    assert ClockState().at(NEW_YEAR) == ClockState()
