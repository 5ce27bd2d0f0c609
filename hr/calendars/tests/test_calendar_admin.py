"""Holiday calendars, holidays and work patterns in the company administration."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import changes_of
from hr.calendars.actions import add_calendar, add_pattern, make_default
from hr.calendars.models import Holiday, HolidayCalendar, WorkPattern
from hr.calendars.rules import Shift
from tenants.accounts.models import User

CALENDARS, HOLIDAYS, PATTERNS = (f"/admin/calendars/{name}/" for name in ("holidaycalendar", "holiday", "workpattern"))


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


def days(pattern: WorkPattern, **changes: object) -> dict[str, object]:
    """What the form of a pattern sends, as it stands but for the changes."""
    sent: dict[str, object] = {"name": pattern.name, "cycle_days": pattern.cycle_days, "anchor_date": pattern.anchor_date}
    for number, shift in pattern.cycle.shifts.items():
        sent |= {f"day_{number}_0": shift.start, f"day_{number}_1": shift.end, f"day_{number}_2": shift.break_minutes}
    return sent | changes


def test_a_calendar_is_added_with_this_years_holidays(alices_client: HostClient) -> None:
    form = alices_client.get(f"{CALENDARS}add/").content.decode()
    assert "United Kingdom, all of it" in form
    assert "Scotland" in form

    alices_client.post(f"{CALENDARS}add/", {"name": "Scotland", "place": "GB-SCT"})
    calendar = HolidayCalendar.objects.get(name="Scotland")
    assert (calendar.country, calendar.subdivision, calendar.is_default) == ("GB", "SCT", False)
    assert calendar.holidays.count() > 5
    assert "United Kingdom, Scotland" in alices_client.get(CALENDARS).content.decode()
    assert "Scotland" in alices_client.get(f"{CALENDARS}{calendar.pk}/change/").content.decode()
    alices_client.post(f"{CALENDARS}{calendar.pk}/change/", {"name": "Alba"})
    calendar.refresh_from_db()
    assert (calendar.name, calendar.subdivision) == ("Alba", "SCT")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "united kingdom", "place": ""}, "There is a holiday calendar with this name already"),
        ({"name": "Nowhere", "place": "ZZ"}, "Select a valid choice"),
        ({"name": "", "place": "GB"}, "This field is required"),
    ],
)
def test_a_calendar_that_cannot_be(alices_client: HostClient, sent: dict[str, str], said: str) -> None:
    page = alices_client.post(f"{CALENDARS}add/", sent)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert HolidayCalendar.objects.count() == 1


def test_a_year_is_added_and_another_calendar_becomes_everybodys(alices_client: HostClient) -> None:
    calendar = HolidayCalendar.objects.get()
    page = alices_client.post(f"{CALENDARS}{calendar.pk}/add-year/", {"year": "2031"}, follow=True)
    assert "holidays of 2031 are added" in page.content.decode()
    assert calendar.holidays.filter(day__year=2031).exists()
    assert (
        "less than or equal to 2100" in alices_client.post(f"{CALENDARS}{calendar.pk}/add-year/", {"year": "9999"}).content.decode()
    )

    alices_client.post(f"{CALENDARS}add/", {"name": "Own", "place": ""})
    own = HolidayCalendar.objects.get(name="Own")
    assert alices_client.get(f"{CALENDARS}{own.pk}/add-year/").status_code == 403
    alices_client.post(f"{CALENDARS}{own.pk}/make-default/", {"post": "yes"})
    own.refresh_from_db()
    assert own.is_default
    assert alices_client.get(f"{CALENDARS}{own.pk}/make-default/").status_code == 403


def test_holidays_are_the_companys_own(alices_client: HostClient) -> None:
    calendar = HolidayCalendar.objects.get()
    alices_client.post(
        f"{HOLIDAYS}add/", {"calendar": calendar.pk, "day": "2026-12-24", "name": "Christmas Eve", "part": "afternoon"}
    )
    added = Holiday.objects.get(name="Christmas Eve")
    assert added.part == "afternoon"
    alices_client.post(
        f"{HOLIDAYS}{added.pk}/change/", {"calendar": calendar.pk, "day": "2026-12-24", "name": "Eve", "part": "whole"}
    )
    twice = alices_client.post(f"{HOLIDAYS}add/", {"calendar": calendar.pk, "day": "2026-12-25", "name": "Yule", "part": "whole"})
    assert "This calendar has a holiday on this date already" in twice.content.decode()
    alices_client.post(f"{HOLIDAYS}{added.pk}/delete/", {"post": "yes"})
    assert not Holiday.objects.filter(pk=added.pk).exists()
    actions = AuditEvent.objects.filter(object_id=str(added.pk)).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["holiday:added", "holiday:changed", "holiday:deleted"]

    found = alices_client.get(f"{HOLIDAYS}?year=2026&part__exact=whole&calendar__id__exact={calendar.pk}").content.decode()
    assert "Christmas Day" in found
    assert "Friday" in found


def test_the_lists_ask_few_questions(alices_client: HostClient, alice: User, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        HolidayCalendar.objects.create(name=f"Calendar {number}")
        add_pattern(name=f"Pattern {number}", cycle_days=14, acting_user=alice)
    for url in (CALENDARS, HOLIDAYS, PATTERNS):
        alices_client.get(url)
        with django_assert_max_num_queries(9):
            alices_client.get(url)


def test_a_pattern_gets_its_hours_on_its_own_page(alices_client: HostClient) -> None:
    page = alices_client.post(
        f"{PATTERNS}add/", {"name": "Nights", "cycle_days": "14", "anchor_date": "2026-11-16"}, follow=True
    ).content.decode()
    assert "Week 2, Friday" in page
    pattern = WorkPattern.objects.get()
    url = f"{PATTERNS}{pattern.pk}/change/"
    alices_client.post(url, days(pattern, day_1_0="22:00", day_1_1="06:00", day_1_2="45", day_2_0="", day_2_1="", day_2_2=""))
    pattern = WorkPattern.objects.get()
    assert pattern.cycle.shifts[1] == Shift(time(22), time(6), 45)
    assert 2 not in pattern.cycle.shifts

    alices_client.post(url, days(pattern, name="Rota", cycle_days="8", anchor_date="2026-03-01"))
    pattern = WorkPattern.objects.get()
    assert (pattern.name, pattern.anchor_date, max(pattern.cycle.shifts)) == ("Rota", date(2026, 3, 1), 8)
    assert "Day 8" in alices_client.get(url).content.decode()
    assert "8 days" in alices_client.get(PATTERNS).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_1_0": "09:00", "day_1_1": ""}, "Give both hours, or leave both empty"),
        ({"day_1_0": "22:00", "day_1_1": "10:00"}, "The hours of day 1 run into those of the day after it"),
        ({"day_1_2": "600"}, "no work is left"),
        ({"day_1_2": "-5"}, "greater than or equal to 0"),
        ({"day_1_0": "nine"}, "Enter a valid time"),
        ({"cycle_days": "0"}, "greater than or equal to 1"),
        ({"cycle_days": "99"}, "less than or equal to 84"),
        ({"name": "other"}, "There is a work pattern with this name already"),
    ],
)
def test_hours_that_cannot_be(alices_client: HostClient, alice: User, changes: dict[str, str], said: str) -> None:
    add_pattern(name="Other", cycle_days=7, acting_user=alice)
    pattern = add_pattern(name="Week", cycle_days=7, acting_user=alice)
    page = alices_client.post(f"{PATTERNS}{pattern.pk}/change/", days(pattern, **changes))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert WorkPattern.objects.get(pk=pattern.pk).cycle == pattern.cycle


def test_the_calendar_of_everybody_else_is_kept(alices_client: HostClient, alice: User) -> None:
    default = HolidayCalendar.objects.get(is_default=True)
    page = alices_client.post(f"{CALENDARS}{default.pk}/delete/", {"post": "yes"}, follow=True)
    assert "holds for everybody whose location has none of its own" in page.content.decode()
    other = add_calendar(name="Scotland", country="GB", subdivision="SCT", year=2026, acting_user=alice)
    make_default(calendar=other, acting_user=alice)
    alices_client.post(f"{CALENDARS}{default.pk}/delete/", {"post": "yes"})
    assert list(HolidayCalendar.objects.all()) == [other]


def test_the_trail_tells_places_by_name(alice: User) -> None:
    add_calendar(name="Scotland", country="GB", subdivision="SCT", year=2026, acting_user=alice)
    added = AuditEvent.objects.filter(action="holidaycalendar:added").latest("occurred_at")
    assert {change.name: change.after for change in changes_of(added)} == {
        "name": "Scotland",
        "country": "United Kingdom",
        "subdivision": "Scotland",
    }


@pytest.mark.parametrize("cycle_days", [7, 84])
def test_a_cycle_may_begin_where_the_calendar_ends(cycle_days: int, alices_client: HostClient) -> None:
    sent = {"name": "Far away", "cycle_days": cycle_days, "anchor_date": "9999-12-31"}
    page = alices_client.post(f"{PATTERNS}add/", sent, follow=True)
    assert page.status_code == 200
    assert WorkPattern.objects.get().days.count() == cycle_days // 7 * 5
