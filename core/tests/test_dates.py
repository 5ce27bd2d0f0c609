from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from core.dates import (
    DateFormat,
    DateStyle,
    NaiveInstant,
    NonexistentTime,
    WallClock,
    as_wall_clock,
    instant_from_wall,
    local_date,
)

zones = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
instants = st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(instants, zones)
def test_a_wall_clock_leads_back_to_its_instant(instant: datetime, zone: str) -> None:
    clock = as_wall_clock(instant, zone)

    assert clock.instant == instant
    assert clock.wall_time.date() == local_date(instant, zone)
    assert instant in (instant_from_wall(clock.wall_time, zone), instant_from_wall(clock.wall_time, zone, fold=1))


@given(instants, zones)
def test_dropping_seconds_never_moves_more_than_a_minute(instant: datetime, zone: str) -> None:
    clock = as_wall_clock(instant, zone).to_minute()

    assert timedelta() <= instant - clock.instant < timedelta(minutes=1)
    assert (clock.wall_time.second, clock.wall_time.microsecond) == (0, 0)


def test_a_wall_clock_keeps_offset_and_place() -> None:
    instant = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))

    assert as_wall_clock(instant, "Asia/Kathmandu") == WallClock(datetime(2026, 7, 1, 15, 45), 345, "Asia/Kathmandu")
    assert as_wall_clock(instant, "America/New_York") == WallClock(datetime(2026, 7, 1, 6), -240, "America/New_York")


def test_the_date_depends_on_the_place() -> None:
    instant = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)

    assert local_date(instant, "Europe/Berlin") == date(2026, 3, 11)
    assert local_date(instant, "America/New_York") == date(2026, 3, 10)


def test_an_hour_that_happens_twice_has_two_instants() -> None:
    wall_time = datetime(2026, 10, 25, 1, 30)

    assert instant_from_wall(wall_time, "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_from_wall(wall_time, "Europe/London", fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_hour_that_is_skipped_is_refused() -> None:
    with pytest.raises(NonexistentTime, match="2026-03-29 01:30 never happens in Europe/London") as refused:
        instant_from_wall(datetime(2026, 3, 29, 1, 30), "Europe/London")

    assert refused.value.moved_on == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    with pytest.raises(NonexistentTime):
        instant_from_wall(datetime(2026, 3, 29, 1, 30), "Europe/London", fold=1)


def test_instants_have_a_zone_and_wall_times_have_none() -> None:
    with pytest.raises(NaiveInstant):
        as_wall_clock(datetime(2026, 1, 1), "UTC")
    with pytest.raises(ValueError, match="naive wall time"):
        instant_from_wall(datetime(2026, 1, 1, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("date_format", "locale", "text"),
    [
        (DateFormat.DAY_MONTH_NAME_YEAR, "en", "3 Nov 2026"),
        (DateFormat.DAY_MONTH_NAME_YEAR, "de", "3 Nov. 2026"),
        (DateFormat.MONTH_NAME_DAY_YEAR, "en", "Nov 3, 2026"),
        (DateFormat.DAY_MONTH_YEAR_SLASH, "en", "03/11/2026"),
        (DateFormat.DAY_MONTH_YEAR_DOT, "en", "03.11.2026"),
        (DateFormat.DAY_MONTH_YEAR_DASH, "en", "03-11-2026"),
        (DateFormat.MONTH_DAY_YEAR_SLASH, "pt_BR", "11/03/2026"),
        (DateFormat.YEAR_MONTH_DAY_DASH, "en", "2026-11-03"),
        (DateFormat.YEAR_MONTH_DAY_SLASH, "en", "2026/11/03"),
    ],
)
def test_dates_are_written_the_company_s_way(date_format: DateFormat, locale: str, text: str) -> None:
    assert DateStyle(date_format, locale=locale).date_text(date(2026, 11, 3)) == text


@pytest.mark.parametrize("wall_time", [time(17, 5, 59), datetime(2026, 11, 3, 17, 5, 59)])
def test_times_are_written_in_12_or_24_hours(wall_time: time | datetime) -> None:
    assert DateStyle().time_text(wall_time) == "17:05"
    assert DateStyle(uses_24_hours=False).time_text(wall_time) == "5:05 PM"
