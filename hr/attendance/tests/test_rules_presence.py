"""Presence, planned work and the expected finish."""

from datetime import time

import pytest

from hr.attendance.rules import (
    PunchFact,
    PunchKind,
    WorkPlan,
    business_date_at,
    expected_finish,
    expected_minutes,
    presence_at,
    sessions_from,
    state_after,
    summarise_day,
)
from hr.attendance.rules.days import DaySummary
from hr.attendance.tests.factories import BACK, BREAK, IN, OUT, utc

ZONE = "Europe/London"
PLAN = WorkPlan(time(9), time(17, 30), frozenset({1, 2, 3, 4, 5}), grace_minutes=15, overtime_threshold_minutes=480)


def day_at(now: str, *punches: tuple[PunchKind, str]) -> tuple[str, DaySummary]:
    facts = [PunchFact.read(kind, utc(at), ZONE) for kind, at in punches]
    state = state_after(facts)
    today = business_date_at(state, utc(now), ZONE)
    day = summarise_day(today, sessions_from(facts, utc(now)), plan=PLAN, zone_name=ZONE, now=utc(now))
    return presence_at(state.at(utc(now)), day, plan=PLAN, zone_name=ZONE, now=utc(now)).value, day


@pytest.mark.parametrize(
    ("now", "punches", "presence"),
    [
        ("2026-03-10 08:00", [], "off"),
        ("2026-03-10 09:15", [], "off"),
        ("2026-03-10 09:16", [], "expected"),
        ("2026-03-10 17:30", [], "expected"),
        ("2026-03-10 17:31", [], "off"),
        ("2026-03-14 11:00", [], "off"),
        ("2026-03-10 10:00", [(IN, "2026-03-10 09:00")], "working"),
        ("2026-03-10 10:00", [(IN, "2026-03-10 09:00"), (BREAK, "2026-03-10 09:30")], "break"),
        ("2026-03-10 18:00", [(IN, "2026-03-10 09:00"), (OUT, "2026-03-10 17:00")], "finished"),
        ("2026-03-11 02:00", [(IN, "2026-03-10 22:00")], "working"),
        ("2026-03-11 10:00", [(IN, "2026-03-10 09:00")], "expected"),
    ],
)
def test_presence(now: str, punches: list[tuple[PunchKind, str]], presence: str) -> None:
    assert day_at(now, *punches)[0] == presence


def test_work_expected_of_a_day_leaves_out_its_breaks() -> None:
    assert expected_minutes(day_at("2026-03-10 10:00")[1], PLAN) == 480
    assert expected_minutes(day_at("2026-03-14 10:00")[1], PLAN) == 0


@pytest.mark.parametrize(
    ("now", "punches", "finish"),
    [
        ("2026-03-10 12:40", [(IN, "2026-03-10 08:57")], "17:27"),
        ("2026-03-10 12:40", [(IN, "2026-03-10 08:57"), (BREAK, "2026-03-10 12:00"), (BACK, "2026-03-10 12:30")], "17:27"),
        ("2026-03-10 14:00", [(IN, "2026-03-10 09:00"), (OUT, "2026-03-10 10:00"), (IN, "2026-03-10 11:00")], "18:30"),
        ("2026-03-10 18:00", [(IN, "2026-03-10 08:57")], None),
        ("2026-03-10 18:00", [(IN, "2026-03-10 08:57"), (OUT, "2026-03-10 12:00")], None),
        ("2026-03-14 12:00", [(IN, "2026-03-14 09:00")], None),
    ],
)
def test_the_expected_finish(now: str, punches: list[tuple[PunchKind, str]], finish: str | None) -> None:
    expected = expected_finish(day_at(now, *punches)[1], utc(now), ZONE)
    assert (expected and f"{expected.wall_time:%H:%M}") == finish
