"""The demo's people work somewhere, and some come or go."""

import pytest
from django.utils import timezone

from hr.calendars.models import HolidayCalendar
from hr.lifecycle.models import Checklist
from hr.people.models import Department, EmploymentTerms, Location
from superadmin.demo.places import plant_checklists, plant_places
from tenants.accounts.models import User
from tenants.company_settings.queries import get_settings


@pytest.mark.parametrize(("country", "places", "calendars"), [("GB", 3, {"United Kingdom", "Glasgow"}), ("US", 2, None)])
def test_places_and_checklists(alice: User, country: str, places: int, calendars: set[str] | None) -> None:
    Department.objects.filter(name="Engineering").update(name="Night shift")
    by, now, zone = alice, timezone.now(), "Europe/London"
    plant_places(country=country, zone_name=zone, by=by, now=now)
    plant_checklists(zone_name=zone, by=by, now=now)

    assert Location.objects.count() == places
    assert all(location.geofence for location in Location.objects.all())
    assert calendars is None or set(HolidayCalendar.objects.values_list("name", flat=True)) == calendars
    assert not EmploymentTerms.objects.filter(location=None).exists()
    assert EmploymentTerms.objects.filter(department__name="Night shift", work_pattern=None).count() == 0
    assert get_settings().leaver_access_months == 12
    assert set(Checklist.objects.values_list("occasion", flat=True)) == {"onboarding", "offboarding"}
