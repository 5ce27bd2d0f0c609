"""Planned working time: patterns by dates, holidays of locations; and the page of one's own holidays."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from conftest import HostClient
from core.periods import DateRange, month
from hr.calendars.actions import add_calendar, add_pattern, change_pattern
from hr.calendars.models import Holiday, HolidayCalendar
from hr.calendars.rules import DayPart, Shift
from hr.people.actions import change_terms
from hr.people.models import Employee, Location
from hr.people.planned import planned_days
from hr.people.tests.factories import employ
from tenants.accounts.models import User
from tenants.company_settings.queries import get_settings

PAGE = "/people/holidays/"
NIGHT = Shift(time(22), time(6), 30)


@pytest.fixture
def scotland(alice: User) -> HolidayCalendar:
    return add_calendar(name="Scotland", country="GB", subdivision="SCT", year=2026, acting_user=alice)


def working_days(employee: Employee, days: DateRange) -> Decimal:
    return sum((each.working_days for each in planned_days(employee, days, settings=get_settings())), Decimal(0))


def test_without_a_pattern_the_companys_hours_hold(carols_record: Employee) -> None:
    days = planned_days(carols_record, month(2026, 12), settings=get_settings())
    assert sum(day.minutes for day in days) == 480 * 22 - 480
    by_date = {each.day: each for each in days}
    assert by_date[date(2026, 12, 25)].holiday == DayPart.WHOLE
    assert by_date[date(2026, 12, 25)].shift is None


def test_a_pattern_holds_from_its_day_on(carols_record: Employee, alice: User) -> None:
    pattern = add_pattern(name="Nights", cycle_days=7, acting_user=alice)
    values: Any = {"name": "Nights", "cycle_days": 7, "anchor_date": pattern.anchor_date, "acting_user": alice}
    change_pattern(pattern=pattern, shifts={1: NIGHT, 2: NIGHT}, **values)
    change_terms(employee=carols_record, start_date=date(2026, 3, 16), work_pattern=pattern, acting_user=alice)

    assert working_days(carols_record, DateRange(date(2026, 3, 9), date(2026, 3, 15))) == 5
    assert working_days(carols_record, DateRange(date(2026, 3, 16), date(2026, 3, 22))) == 2
    assert working_days(carols_record, month(2026, 3)) == 10 + 2 + 2 + 2
    # Before the first day it is as at the first, which a period of pay that begins earlier needs.
    assert working_days(carols_record, DateRange(date(2025, 11, 3), date(2025, 11, 9))) == 5


def test_holidays_are_those_of_the_location(carols_record: Employee, alice: User, scotland: HolidayCalendar) -> None:
    november = month(2026, 11)
    assert working_days(carols_record, november) == 21
    glasgow = Location.objects.create(name="Glasgow", holiday_calendar=scotland)
    change_terms(employee=carols_record, start_date=date(2026, 6, 1), location=glasgow, acting_user=alice)
    assert working_days(carols_record, november) == 20
    Holiday.objects.filter(calendar=scotland, day=date(2026, 11, 30)).update(part="morning")
    assert working_days(carols_record, november) == Decimal("20.5")


def test_it_asks_few_questions(
    carols_record: Employee, alice: User, scotland: HolidayCalendar, django_assert_num_queries: Any
) -> None:
    settings = get_settings()
    with django_assert_num_queries(2):
        planned_days(carols_record, month(2026, 11), settings=settings)
    for number in range(3):
        place = Location.objects.create(name=f"Place {number}", holiday_calendar=scotland)
        pattern = add_pattern(name=f"Pattern {number}", cycle_days=7, acting_user=alice)
        start = date(2026, 11, 1 + number)
        change_terms(employee=carols_record, start_date=start, location=place, work_pattern=pattern, acting_user=alice)
    with django_assert_num_queries(3):
        planned_days(carols_record, month(2026, 11), settings=settings)


@time_machine.travel("2026-11-02 10:00:00+00:00", tick=False)
def test_one_sees_the_holidays_of_ones_own_calendar(
    sign_in: Callable[[User], HostClient],
    carol: User,
    carols_record: Employee,
    scotland: HolidayCalendar,
    django_assert_max_num_queries: Any,
) -> None:
    client = sign_in(carol)
    page = client.get(PAGE).content.decode()
    assert "United Kingdom:" in page
    assert "Saint Andrew" not in page
    employ(carols_record, location=Location.objects.create(name="Glasgow", holiday_calendar=scotland))
    Holiday.objects.create(calendar=scotland, day=date(2026, 12, 24), name="Eve", part="afternoon")
    with django_assert_max_num_queries(9):
        page = client.get(PAGE).content.decode()
    assert "Saint Andrew" in page
    assert "Monday, 30/11/2026" in page
    assert "· Afternoon" in page
    assert page.count(">Next<") == 1
    assert "No holidays are known for 2030" in client.get(f"{PAGE}?year=2030").content.decode()
    assert client.get(f"{PAGE}?year=0").status_code == 404
    assert client.get(f"{PAGE}?year=soon").status_code == 404


def test_a_company_without_calendars(sign_in: Callable[[User], HostClient], carol: User, alice: User) -> None:
    HolidayCalendar.objects.all().delete()
    assert "There is no holiday calendar yet" in sign_in(carol).get(PAGE).content.decode()
    assert "/admin/calendars/holidaycalendar/" in sign_in(alice).get(PAGE).content.decode()
