"""Holiday calendars: made from the public holidays of a place, a year at a time, and a company's own from then on."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.audit.models import AuditEvent
from core.periods import DateRange
from hr.calendars.actions import NothingKnown, add_calendar, add_coming_years, add_first_calendar, add_year, make_default
from hr.calendars.models import Holiday, HolidayCalendar
from hr.calendars.public_holidays import country_choices, public_holidays, subdivision_choices
from hr.calendars.queries import holidays_between, holidays_of_year
from hr.calendars.rules import DayPart
from tenants.accounts.models import User

YEAR = DateRange(date(2026, 1, 1), date(2026, 12, 31))


def days_of(calendar: HolidayCalendar) -> list[date]:
    return list(calendar.holidays.order_by("day").values_list("day", flat=True))


def test_the_library_knows_parts_of_countries_in_english() -> None:
    assert dict(country_choices("en"))["DE"] == "Germany"
    assert dict(subdivision_choices("GB"))["SCT"] == "Scotland"
    assert subdivision_choices("ZZ") == []
    scotland = {each.day: each.name for each in public_holidays("GB", "SCT", 2026)}
    assert scotland[date(2026, 11, 30)] == "Saint Andrew's Day"
    assert date(2026, 11, 30) not in {each.day for each in public_holidays("GB", "ENG", 2026)}
    assert {each.name for each in public_holidays("DE", "BY", 2026)} >= {"Epiphany", "German Unity Day"}
    with pytest.raises(NotImplementedError):
        list(public_holidays("GB", "XX", 2026))


def test_half_days_are_afternoons() -> None:
    halves = {each.day: each.part for each in public_holidays("IS", "", 2026) if each.part != DayPart.WHOLE}
    assert halves == {date(2026, 12, 24): DayPart.AFTERNOON, date(2026, 12, 31): DayPart.AFTERNOON}
    # In China they are for some people only.
    assert {each.part for each in public_holidays("CN", "", 2026)} == {DayPart.WHOLE}


@pytest.mark.usefixtures("acme")
def test_a_company_starts_with_its_countrys_calendar() -> None:
    calendar = HolidayCalendar.objects.get()
    assert (calendar.name, calendar.country, calendar.is_default) == ("United Kingdom", "GB", True)
    assert date(2026, 12, 25) in days_of(calendar)
    add_first_calendar(country="DE", year=2026)
    assert HolidayCalendar.objects.count() == 1


def test_a_year_comes_once_and_what_was_taken_out_stays_out(alice: User) -> None:
    calendar = add_calendar(name="Scotland", country="GB", subdivision="SCT", year=2026, acting_user=alice)
    calendar.holidays.get(day=date(2026, 11, 30)).delete()
    calendar.holidays.filter(day=date(2026, 12, 25)).update(name="Yule", part="afternoon")

    add_coming_years(today=date(2026, 9, 30))
    assert date(2026, 11, 30) not in days_of(calendar)
    add_coming_years(today=date(2026, 10, 1))
    assert date(2027, 11, 30) in days_of(calendar)
    assert calendar.holidays.get(day=date(2026, 12, 25)).name == "Yule"
    assert len(holidays_of_year(calendar, 2027)) > 5
    # Asked for by hand, what is missing comes back, and nothing comes twice.
    assert add_year(calendar=calendar, year=2026, acting_user=alice) == 1
    assert add_year(calendar=calendar, year=2026, acting_user=alice) == 0
    assert AuditEvent.objects.filter(action="holidaycalendar:year_added", object_id=str(calendar.pk)).count() == 4


def test_years_that_were_missed_are_made_up_for(alice: User) -> None:
    calendar = add_calendar(name="Wales", country="GB", subdivision="WLS", year=2024, acting_user=alice)
    add_coming_years(today=date(2026, 3, 1))
    assert {day.year for day in days_of(calendar)} == {2024, 2025, 2026}


def test_nothing_is_known_of_a_place_or_a_year(alice: User) -> None:
    with pytest.raises(NothingKnown, match="No public holidays are known"), transaction.atomic():
        add_calendar(name="Nowhere", country="GB", subdivision="XX", year=2026, acting_user=alice)
    own = add_calendar(name="Own", country="", subdivision="", year=2026, acting_user=alice)
    with pytest.raises(NothingKnown):
        add_year(calendar=own, year=2026, acting_user=alice)


def test_one_calendar_holds_for_everybody_else(alice: User) -> None:
    first = HolidayCalendar.objects.get()
    own = add_calendar(name="Own", country="", subdivision="", year=2026, acting_user=alice)
    assert not own.is_default
    make_default(calendar=own, acting_user=alice)
    make_default(calendar=own, acting_user=alice)
    assert list(HolidayCalendar.objects.filter(is_default=True)) == [own]
    assert AuditEvent.objects.filter(action="holidaycalendar:made_default").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayCalendar.objects.filter(pk=first.pk).update(is_default=True)


def test_holidays_of_several_calendars_in_one_query(alice: User, django_assert_num_queries: object) -> None:
    own = add_calendar(name="Own", country="", subdivision="", year=2026, acting_user=alice)
    Holiday.objects.create(calendar=own, day=date(2026, 5, 5), name="Founders’ day", part="morning")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = holidays_between({None, own.pk}, YEAR)
    assert found[own.pk] == {date(2026, 5, 5): DayPart.MORNING}
    assert found[None][date(2026, 12, 25)] == DayPart.WHOLE
    # The default by its own key.
    default = HolidayCalendar.objects.get(is_default=True)
    assert holidays_between({default.pk}, YEAR) == {default.pk: found[None]}
