"""The worked examples of docs/rules/attendance.md, in its order, and the rules it states in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.dates import DateStyle, instant_from_wall
from core.periods import DateRange
from hr.attendance.rules import (
    AlreadyClockedIn,
    AlreadyOnBreak,
    ClockOutForgotten,
    ClockState,
    ClockStatus,
    ClockWentBackwards,
    DaySummary,
    NotClockedIn,
    NotOnBreak,
    PunchFact,
    PunchKind,
    PunchRefused,
    WorkPlan,
    business_date_at,
    check_punch,
    next_kinds,
    punch_window,
    sessions_from,
    state_after,
    summarise_day,
    summarise_days,
    timeline_of,
    total_of,
)
from hr.calendars.rules import Shift

IN, BREAK, BACK, OUT = PunchKind.IN, PunchKind.BREAK_START, PunchKind.BREAK_END, PunchKind.OUT
LONDON = "Europe/London"
WEEKDAYS = frozenset({1, 2, 3, 4, 5})
OFFICE = WorkPlan(time(9), time(17, 30), WEEKDAYS, grace_minutes=15, overtime_threshold_minutes=480)
NIGHTS = WorkPlan(time(22), time(6), frozenset(range(1, 8)), grace_minutes=15, overtime_threshold_minutes=480)
LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


def at(text: str, zone: str = LONDON) -> datetime:
    return instant_from_wall(datetime.fromisoformat(text), zone)


def punch(kind: PunchKind, text: str, zone: str = LONDON) -> PunchFact:
    return PunchFact.read(kind, at(text, zone), zone)


def day_of(
    punches: Sequence[PunchFact], day: str, plan: WorkPlan = OFFICE, now: datetime = LONG_AFTER, zone: str = LONDON
) -> DaySummary:
    sessions = sessions_from(punches, now)
    return summarise_day(date.fromisoformat(day), sessions, plan=plan, zone_name=zone, now=now)


ORDINARY_DAY = [
    punch(IN, "2026-03-10 08:58:40"),
    punch(BREAK, "2026-03-10 12:30:05"),
    punch(BACK, "2026-03-10 13:00:59"),
    punch(OUT, "2026-03-10 17:31:20"),
]


@pytest.mark.parametrize(("planned", "overtime"), [(11, 0), (10, 30), (4, 150), (None, 150)])
def test_a_longer_shift_is_no_overtime(planned: int | None, overtime: int) -> None:
    day = date(2026, 3, 10)
    shift = Shift(time(8), time(8 + planned)) if planned else None
    plan = replace(OFFICE, planned={day: shift})
    punches = [punch(IN, "2026-03-10 08:00"), punch(OUT, "2026-03-10 18:30")]
    [found] = summarise_days(DateRange(day, day), punches, plan=plan, zone_name=LONDON, now=LONG_AFTER)
    assert (found.worked_minutes, found.overtime_minutes) == (630, overtime)


def test_example_1_an_ordinary_day() -> None:
    day = day_of(ORDINARY_DAY, "2026-03-10")

    assert [(segment.kind.value, segment.minutes) for segment in day.segments] == [("work", 212), ("break", 30), ("work", 271)]
    assert (day.worked_minutes, day.break_minutes, day.overtime_minutes, day.late_minutes) == (483, 30, 3, 0)
    assert day.first_in is not None
    assert day.last_out is not None
    assert (day.first_in.wall_time.time(), day.last_out.wall_time.time()) == (time(8, 58), time(17, 31))
    assert (day.is_open, day.is_unfinished) == (False, False)


def test_example_2_home_from_a_break() -> None:
    day = day_of(
        [
            punch(IN, "2026-03-10 09:00"),
            punch(BREAK, "2026-03-10 12:00"),
            punch(BACK, "2026-03-10 12:45"),
            punch(BREAK, "2026-03-10 16:50"),
            punch(OUT, "2026-03-10 17:05"),
        ],
        "2026-03-10",
    )

    assert (day.worked_minutes, day.break_minutes, day.is_unfinished) == (425, 60, False)


def test_example_3_two_sessions() -> None:
    times = [(IN, "09:00"), (OUT, "12:00"), (IN, "13:00"), (OUT, "17:00")]
    day = day_of([punch(kind, f"2026-03-10 {clock}") for kind, clock in times], "2026-03-10")

    assert (day.worked_minutes, day.break_minutes) == (420, 0)
    assert day.first_in is not None
    assert day.last_out is not None
    assert (day.first_in.wall_time.hour, day.last_out.wall_time.hour) == (9, 17)


def test_example_4_a_night() -> None:
    punches = [
        punch(IN, "2026-03-10 21:55"),
        punch(BREAK, "2026-03-11 02:00"),
        punch(BACK, "2026-03-11 02:30"),
        punch(OUT, "2026-03-11 06:05"),
    ]
    first, second = (day_of(punches, day, NIGHTS) for day in ("2026-03-10", "2026-03-11"))

    assert (first.worked_minutes, first.break_minutes, first.planned_minutes, first.late_minutes) == (460, 30, 480, 0)
    assert (second.worked_minutes, second.first_in) == (0, None)


@pytest.mark.parametrize(
    ("zone", "evening", "morning", "worked", "overtime"),
    [
        (LONDON, "2026-03-28", "2026-03-29", 420, 0),
        (LONDON, "2026-10-24", "2026-10-25", 540, 60),
        ("Australia/Lord_Howe", "2026-04-04", "2026-04-05", 510, 30),
        ("Asia/Kathmandu", "2026-03-28", "2026-03-29", 480, 0),
    ],
)
def test_example_5_the_clocks_change_during_the_night(zone: str, evening: str, morning: str, worked: int, overtime: int) -> None:
    day = day_of([punch(IN, f"{evening} 22:00", zone), punch(OUT, f"{morning} 06:00", zone)], evening, NIGHTS)

    assert (day.worked_minutes, day.planned_minutes, day.overtime_minutes) == (worked, worked, overtime)


def test_example_5_a_planned_start_that_the_clocks_skip() -> None:
    early = WorkPlan(time(1, 30), time(9), frozenset({7}), grace_minutes=0, overtime_threshold_minutes=480)

    assert day_of([punch(IN, "2026-03-29 02:30")], "2026-03-29", early).late_minutes == 0
    assert day_of([punch(IN, "2026-03-29 02:31")], "2026-03-29", early).late_minutes == 1


FORGOTTEN = [punch(IN, "2026-03-09 09:04"), punch(BREAK, "2026-03-09 12:30"), punch(BACK, "2026-03-09 13:00")]


@pytest.mark.parametrize(
    ("now", "status", "worked", "is_open", "is_unfinished"),
    [
        ("2026-03-09 18:00", ClockStatus.WORKING, 506, True, False),
        ("2026-03-10 01:04", ClockStatus.WORKING, 930, True, False),
        ("2026-03-10 01:05", ClockStatus.OUT, 206, False, True),
    ],
)
def test_example_6_a_forgotten_clock_out(now: str, status: ClockStatus, worked: int, is_open: bool, is_unfinished: bool) -> None:
    day = day_of(FORGOTTEN, "2026-03-09", now=at(now))

    assert state_after(FORGOTTEN).at(at(now)).status == status
    assert (day.worked_minutes, day.break_minutes, day.is_open, day.is_unfinished) == (worked, 30, is_open, is_unfinished)
    assert day.last_out is None


def test_example_6_the_next_morning() -> None:
    state, morning = state_after(FORGOTTEN), at("2026-03-10 09:00")

    with pytest.raises(ClockOutForgotten, match="You clocked in at 09:04 on 9 Mar 2026 and did not clock out"):
        check_punch(state, OUT, morning)
    check_punch(state, IN, morning)
    assert next_kinds(state.at(morning)) == (IN,)

    next_day = [*FORGOTTEN, punch(IN, "2026-03-10 09:00"), punch(OUT, "2026-03-10 17:00")]
    assert day_of(next_day, "2026-03-09").is_unfinished
    assert not day_of(next_day, "2026-03-10").is_unfinished


@pytest.mark.parametrize(
    ("first_in", "plan", "late"),
    [
        ("2026-03-10 08:50:00", OFFICE, 0),
        ("2026-03-10 09:15:59", OFFICE, 0),
        ("2026-03-10 09:16:00", OFFICE, 16),
        ("2026-03-10 10:05:30", OFFICE, 65),
        ("2026-03-10 17:29:00", OFFICE, 509),
        ("2026-03-10 21:55:00", OFFICE, 0),
        ("2026-03-14 11:00:00", OFFICE, 0),
        ("2026-03-10 11:00:00", WorkPlan(None, None, WEEKDAYS, grace_minutes=15, overtime_threshold_minutes=480), 0),
    ],
)
def test_example_7_within_and_beyond_the_grace(first_in: str, plan: WorkPlan, late: int) -> None:
    assert day_of([punch(IN, first_in)], first_in[:10], plan).late_minutes == late


def test_example_8_a_week_that_adds_up() -> None:
    times = [
        (IN, "09 09:00"),
        (BREAK, "09 12:00"),
        (BACK, "09 12:30"),
        (OUT, "09 17:00"),
        (IN, "11 09:20"),
        (OUT, "11 18:50"),
        (IN, "13 09:00"),
        (IN, "14 10:00"),
        (OUT, "14 12:00"),
    ]
    punches = [*ORDINARY_DAY, *(punch(kind, f"2026-03-{clock}") for kind, clock in times)]
    week = DateRange(date(2026, 3, 9), date(2026, 3, 15))
    days = summarise_days(week, punches, plan=OFFICE, zone_name=LONDON, now=LONG_AFTER)
    total = total_of(days)

    assert [day.business_date for day in days] == list(week)
    assert [day.worked_minutes for day in days] == [450, 483, 570, 0, 0, 120, 0]
    assert [day.late_minutes for day in days] == [0, 0, 20, 0, 0, 0, 0]
    assert [day.overtime_minutes for day in days] == [0, 3, 90, 0, 0, 0, 0]
    assert (total.worked_minutes, total.break_minutes, total.planned_minutes) == (1623, 60, 2550)
    assert (total.late_minutes, total.overtime_minutes) == (20, 93)
    assert (total.worked_days, total.late_days, total.unfinished_days) == (5, 1, 1)


def test_example_9_the_line_of_today() -> None:
    now = at("2026-03-10 13:00")
    punches = [punch(IN, "2026-03-10 08:50"), punch(BREAK, "2026-03-10 12:00"), punch(BACK, "2026-03-10 12:30")]
    line = timeline_of(day_of(punches, "2026-03-10", now=now), plan=OFFICE, zone_name=LONDON, now=now)

    assert (line.start.wall_time.hour, line.end.wall_time.hour, line.now_left) == (8, 18, 50.0)
    assert line.planned is not None
    assert (line.planned.left, line.planned.width) == (10.0, 85.0)
    assert [(bar.left, bar.width, bar.is_open) for bar in line.bars] == [
        (8.33, 31.67, False),
        (40.0, 5.0, False),
        (45.0, 5.0, True),
    ]
    assert [tick.clock.wall_time.hour for tick in line.ticks] == list(range(8, 19))


@pytest.mark.parametrize(("plan", "hours"), [(OFFICE, (9, 18)), (WorkPlan(None, None, WEEKDAYS, 15, 480), (0, 0))])
def test_the_line_of_a_day_without_punches(plan: WorkPlan, hours: tuple[int, int]) -> None:
    line = timeline_of(day_of([], "2026-03-14", plan), plan=plan, zone_name=LONDON, now=LONG_AFTER)

    assert (line.start.wall_time.hour, line.end.wall_time.hour) == hours
    assert (line.bars, line.planned, line.now_left) == ((), None, None)


def test_the_line_of_a_forgotten_clock_in_reaches_to_it() -> None:
    forgotten = day_of([punch(IN, "2026-03-10 06:20")], "2026-03-10")
    line = timeline_of(forgotten, plan=OFFICE, zone_name=LONDON, now=LONG_AFTER)

    assert line.start.wall_time.hour == 6
    assert line.bars == ()


def test_ticks_are_whole_hours_where_the_clocks_change_by_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"
    summary = day_of([punch(IN, "2026-04-04 22:10", zone), punch(OUT, "2026-04-05 05:50", zone)], "2026-04-04", NIGHTS)
    line = timeline_of(summary, plan=NIGHTS, zone_name=zone, now=LONG_AFTER)

    assert [tick.clock.wall_time.hour for tick in line.ticks] == [22, 23, 0, 1, 2, 3, 4, 5, 6]
    assert {tick.clock.wall_time.minute for tick in line.ticks} == {0}


WORKING = [punch(IN, "2026-03-10 09:00")]
ON_BREAK = [*WORKING, punch(BREAK, "2026-03-10 12:00")]


@pytest.mark.parametrize(
    ("punches", "kind", "refusal", "explanation"),
    [
        ([], BREAK, NotClockedIn, "Clock in first"),
        ([], BACK, NotClockedIn, "You are not clocked in"),
        (ORDINARY_DAY, OUT, NotClockedIn, "You are not clocked in"),
        (WORKING, IN, AlreadyClockedIn, "already clocked in, since 09:00"),
        (WORKING, BACK, NotOnBreak, "working since 09:00"),
        (ON_BREAK, IN, AlreadyClockedIn, "already clocked in, since 09:00"),
        (ON_BREAK, BREAK, AlreadyOnBreak, "running since 12:00 already"),
    ],
)
def test_a_refused_punch_explains_itself(
    punches: list[PunchFact], kind: PunchKind, refusal: type[PunchRefused], explanation: str
) -> None:
    with pytest.raises(refusal, match=explanation):
        check_punch(state_after(punches), kind, at("2026-03-10 18:00"))


def test_an_explanation_is_written_in_the_company_s_style() -> None:
    with pytest.raises(AlreadyOnBreak) as refused:
        check_punch(state_after([*WORKING, punch(BREAK, "2026-03-10 14:05")]), BREAK, at("2026-03-10 15:00"))

    assert "since 2:05 PM" in refused.value.explain(DateStyle(uses_24_hours=False))


@pytest.mark.parametrize("now", ["2026-03-10 11:59:59", "2026-03-10 12:00:00"])
def test_a_punch_must_come_after_the_latest_one(now: str) -> None:
    with pytest.raises(ClockWentBackwards, match="at 12:00 on 10 Mar 2026"):
        check_punch(state_after(ON_BREAK), BACK, at(now))


def test_nobody_has_punched_yet() -> None:
    assert state_after([]) == ClockState()
    assert next_kinds(ClockState()) == (IN,)
    check_punch(ClockState(), IN, LONG_AFTER)


def test_a_second_clock_in_leaves_the_first_session_unfinished() -> None:
    punches = [*WORKING, punch(IN, "2026-03-10 13:00"), punch(OUT, "2026-03-10 17:00")]

    assert [session.is_forgotten for session in sessions_from(punches, LONG_AFTER)] == [True, False]
    assert day_of(punches, "2026-03-10").worked_minutes == 240


def test_punches_that_cannot_follow_count_for_nothing() -> None:
    strays = [
        punch(OUT, "2026-03-10 07:00"),
        punch(BACK, "2026-03-10 09:30"),
        punch(BREAK, "2026-03-10 12:45"),
        punch(OUT, "2026-03-11 18:00"),
    ]

    assert day_of([*ORDINARY_DAY, *strays], "2026-03-10") == day_of(ORDINARY_DAY, "2026-03-10")


def test_the_business_date_stays_while_a_night_runs() -> None:
    night = state_after([punch(IN, "2026-03-10 22:00")])

    assert business_date_at(night, at("2026-03-11 05:00"), LONDON) == date(2026, 3, 10)
    assert business_date_at(night, at("2026-03-11 15:00"), LONDON) == date(2026, 3, 11)
    assert business_date_at(ClockState(), at("2026-03-11 05:00"), "America/New_York") == date(2026, 3, 11)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", LONDON])
def test_the_punch_window_holds_every_session_of_its_dates(zone: str) -> None:
    first, last = punch_window(DateRange(date(2026, 3, 1), date(2026, 3, 31)))

    assert first <= at("2026-03-01 00:00", zone)
    assert at("2026-03-31 23:59:59", zone) + timedelta(hours=16) <= last


def test_a_plan_that_the_clocks_skip_has_no_length() -> None:
    """Planned 01:30 to 02:00 in London on the night on which 01:00 becomes 02:00: the start moves on, past the end."""
    plan = WorkPlan(time(1, 30), time(2), frozenset({7}), grace_minutes=15, overtime_threshold_minutes=480)
    assert day_of([], "2026-03-29", plan).planned_minutes == 0
