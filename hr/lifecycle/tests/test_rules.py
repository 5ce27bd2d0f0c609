"""When tasks are due, and when to remind of them."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from hr.lifecycle.rules import due_date, is_reminder_due, moved

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
TODAY = date(2026, 11, 20)


def test_a_task_is_due_around_the_day_but_never_in_the_past() -> None:
    assert due_date(TODAY, 5, today=TODAY) == date(2026, 11, 25)
    assert due_date(TODAY, -5, today=TODAY) == TODAY
    assert due_date(date(2026, 12, 1), -5, today=TODAY) == date(2026, 11, 26)


def test_the_calendar_ends_somewhere() -> None:
    assert moved(date.max, 3) == due_date(date.max, 3, today=TODAY) == date.max
    assert moved(date.min, -3) == date.min
    assert moved(TODAY, -20) == date(2026, 10, 31)


def test_reminders_come_before_on_the_day_after_and_weekly() -> None:
    due, sent, reminded = TODAY, [], None
    for offset in range(-10, 20):
        today = TODAY + timedelta(days=offset)
        if is_reminder_due(due=due, today=today, reminded_on=reminded):
            sent.append(offset)
            reminded = today
    assert sent == [-2, 1, 8, 15]


@given(days, days, st.one_of(st.none(), days))
def test_nothing_is_reminded_of_twice_a_day(due: date, today: date, reminded: date | None) -> None:
    if is_reminder_due(due=due, today=today, reminded_on=reminded):
        assert not is_reminder_due(due=due, today=today, reminded_on=today)


@given(days, st.integers(-366, 366), days)
def test_due_dates_are_never_before_today(anchor: date, offset: int, today: date) -> None:
    due = due_date(anchor, offset, today=today)
    assert due >= today
    assert due == today or due == anchor + timedelta(days=offset)
