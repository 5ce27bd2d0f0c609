"""Locations: who is reached through them, whose clock and calendar one goes by, and their screen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import cos, radians
from typing import Any

import pytest
from django.contrib.messages import get_messages
from hypothesis import given, strategies as st

from conftest import HostClient
from core.audit.models import AuditEvent
from core.tenancy import in_public
from hr.calendars.actions import add_calendar
from hr.people.access import employees_in_reach
from hr.people.actions import change_terms
from hr.people.models import Employee, Location
from hr.people.rules import Geofence
from hr.people.tests.factories import employ, employ_user
from hr.people.tests.test_access import allow, names
from tenants.accounts.capabilities import DataGroup, Scope
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.features.actions import entitle
from tests.cast import CREATED

LIST = "/admin/people/location/"
TODAY = date(2026, 6, 1)
PERSONAL = DataGroup.PERSONAL
WHERE = {"latitude": "51.501364", "longitude": "-0.141890", "radius_metres": "150"}


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def leeds(alice: User) -> Location:
    return Location.objects.create(name="Leeds", time_zone="Asia/Tokyo")


def test_a_scope_reaches_the_people_of_ones_location(bob: User, carol: User, dave: User, leeds: Location) -> None:
    employ_user(bob, location=leeds)
    employ_user(dave, location=leeds)
    employ_user(carol, location=Location.objects.create(name="Bristol"))
    assert names(allow(bob, PERSONAL.view, Scope.LOCATION), PERSONAL.view) == {"Bob", "Dave"}


def test_nowhere_is_no_location(bob: User) -> None:
    assert names(allow(bob, PERSONAL.view, Scope.LOCATION), PERSONAL.view) == {"Bob"}


def test_it_counts_where_somebody_works_that_day(bob: User, dave: User, alice: User, leeds: Location) -> None:
    employ_user(bob, location=leeds)
    daves_record = Employee.objects.get(user=dave)
    change_terms(employee=daves_record, start_date=date(2026, 9, 1), location=leeds, acting_user=alice)
    viewer = allow(bob, PERSONAL.view, Scope.LOCATION)
    assert names(viewer, PERSONAL.view) == {"Bob"}
    assert names(viewer, PERSONAL.view, on=date(2026, 9, 1)) == {"Bob", "Dave"}
    employ_user(bob, location=leeds, end_date=date(2026, 10, 1))
    assert not employees_in_reach(viewer, PERSONAL.view, on=date(2026, 11, 1)).exclude(user=bob).exists()


def test_ones_clock_is_ones_own_then_the_locations_then_the_companys(carol: User, leeds: Location) -> None:
    carols_record = Employee.objects.get(user=carol)

    def zone() -> str:
        return Employee.objects.as_of(TODAY).get(pk=carols_record.pk).zone_name("Europe/London")

    assert zone() == "Europe/London"
    employ(carols_record, location=leeds)
    assert zone() == "Asia/Tokyo"
    Employee.objects.filter(pk=carols_record.pk).update(time_zone="Asia/Kolkata")
    assert zone() == "Asia/Kolkata"


def test_a_location_in_the_administration(alices_client: HostClient, carol: User) -> None:
    calendar = add_calendar(name="Scotland", country="GB", subdivision="SCT", year=2026, acting_user=None)
    sent = {"name": "Glasgow", "address": "1 George Square\nGlasgow", "time_zone": "Europe/London", "holiday_calendar": calendar.pk}
    alices_client.post(f"{LIST}add/", {**sent, **WHERE})
    glasgow = Location.objects.get()
    assert glasgow.geofence == Geofence(51.501364, -0.14189, 150)
    employ_user(carol, location=glasgow)

    page = alices_client.get(LIST).content.decode()
    assert "1 George Square, Glasgow" in page
    assert "150 m around it" in page
    people = f"?location={glasgow.pk}&employment=now"
    assert people.replace("&", "&amp;") in page or people in page
    found = alices_client.get(f"/admin/people/employee/{people}").content.decode()
    assert "Carol Chen" in found
    assert "Dave Dunn" not in found

    kept = alices_client.post(f"{LIST}{glasgow.pk}/delete/", {"post": "yes"}, follow=True)
    assert "People work or worked at Glasgow" in " ".join(str(each) for each in get_messages(kept.wsgi_request))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"longitude": ""}, "give all three, or none of them"),
        ({"latitude": "91"}, "less than or equal to 90"),
        ({"longitude": "-180.5"}, "greater than or equal to -180"),
        ({"radius_metres": "5"}, "greater than or equal to 25"),
        ({"latitude": "north"}, "Enter a number"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"name": "leeds"}, "There is a location with this name already"),
    ],
)
@pytest.mark.usefixtures("leeds")
def test_a_location_that_cannot_be(alices_client: HostClient, changes: dict[str, str], said: str) -> None:
    page = alices_client.post(f"{LIST}add/", {"name": "Here", **WHERE, **changes})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert Location.objects.count() == 1


def limit_to(company: Company, locations: int | None) -> None:
    with in_public():
        entitle(
            company=company,
            plan_code="growth",
            plan_name="Growth",
            employee_limit=100,
            storage_gb=1,
            location_limit=locations,
            acting_user=None,
            now=CREATED,
        )


@pytest.mark.usefixtures("leeds")
@pytest.mark.parametrize(
    ("limit", "said"), [(1, "is for one location"), (0, "is for up to 0 locations"), (2, ""), (None, "")], ids=str
)
def test_a_plan_has_room_for_so_many(acme: Company, alices_client: HostClient, limit: int | None, said: str) -> None:
    limit_to(acme, limit)
    page = alices_client.post(f"{LIST}add/", {"name": "Bristol", "address": "1 Harbourside"})
    assert Location.objects.filter(name="Bristol").exists() is not bool(said)
    if said:
        # Nothing that was entered is lost, and nothing that was there.
        assert said in page.content.decode()
        assert "1 Harbourside" in page.content.decode()
        assert Location.objects.count() == 1
    else:
        added = AuditEvent.objects.get(action="location:added")
        assert added.after == {"name": "Bristol", "address": "1 Harbourside"}


def test_over_the_limit_locations_are_changed_as_before(acme: Company, alices_client: HostClient, leeds: Location) -> None:
    limit_to(acme, 0)
    alices_client.post(f"{LIST}{leeds.pk}/change/", {"name": "Leeds North"})
    leeds.refresh_from_db()
    assert leeds.name == "Leeds North"


def test_a_change_of_location_stands_in_the_timeline(
    alices_client: HostClient, carol: User, alice: User, leeds: Location, django_assert_max_num_queries: Any
) -> None:
    carols_record = Employee.objects.get(user=carol)
    change_terms(employee=carols_record, start_date=date(2026, 3, 1), location=leeds, acting_user=alice)
    page = f"/people/{carols_record.pk}/employment/"
    assert "Location: Leeds" in alices_client.get(page).content.decode()
    with django_assert_max_num_queries(9):
        alices_client.get(page)


def test_a_degree_is_as_long_as_it_is_on_earth() -> None:
    assert Geofence(0, 0, 1).distance_to(1, 0) == pytest.approx(111_195, abs=1)
    assert Geofence(0, 179.9, 1).distance_to(0, -179.9) == pytest.approx(22_239, abs=1)


@given(st.floats(-89, 89), st.floats(-180, 180), st.integers(25, 50_000), st.floats(0, 0.3), st.floats(0, 0.3))
def test_near_is_inside_and_far_is_outside(latitude: float, longitude: float, radius: int, share: float, other: float) -> None:
    fence = Geofence(latitude, longitude, radius)
    metres = radius / 111_195
    near = (latitude + share * metres, longitude + other * metres / max(cos(radians(latitude)), 0.01))
    assert fence.contains(latitude, longitude)
    assert fence.contains(*near)
    assert not fence.contains(latitude + (2 * metres if latitude < 0 else -2 * metres), longitude)
    assert fence.distance_to(*near) == pytest.approx(Geofence(*near, radius).distance_to(latitude, longitude), abs=0.01)


def test_decimals_are_what_they_are(leeds: Location) -> None:
    assert leeds.geofence is None
    leeds.latitude, leeds.longitude, leeds.radius_metres = Decimal("53.8"), Decimal("-1.55"), 200
    leeds.full_clean()
    assert leeds.geofence is not None
