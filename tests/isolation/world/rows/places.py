"""Locations, holiday calendars and work patterns."""

from datetime import date

from hr.calendars.actions import add_pattern
from hr.calendars.models import Holiday, HolidayCalendar, WorkPattern
from hr.people.models import EmploymentTerms, Location
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {"people_location.time_zone": "a time zone"}


def fill(alice: User) -> None:
    """One of each, where everybody works."""
    # The year of which the tests ask, whichever it is.
    calendar = HolidayCalendar.objects.get()
    Holiday.objects.bulk_create(Holiday(calendar=calendar, day=date(year, 8, 19), name="A holiday") for year in range(2027, 2040))
    location = Location.objects.create(name="A place", address="A street", holiday_calendar=calendar)
    pattern = add_pattern(name="A pattern", cycle_days=7, acting_user=alice)
    EmploymentTerms.objects.update(location=location, work_pattern=pattern)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    calendar = HolidayCalendar.objects.create(name=newcomer.text)
    return {
        "calendars_holidaycalendar": calendar.pk,
        "calendars_holiday": Holiday.objects.create(calendar=calendar, day=CREATED.date(), name=newcomer.text).pk,
        "calendars_workpattern": WorkPattern.objects.create(name=newcomer.text).pk,
        "people_location": Location.objects.create(name=newcomer.text, holiday_calendar=calendar).pk,
    }
