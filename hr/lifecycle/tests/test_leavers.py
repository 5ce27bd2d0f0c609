"""Access ends at the stated minute; afterwards there is nothing but one's own payslips and documents, or nothing at all."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from conftest import HostClient
from hr.people.actions import close_accounts_of_leavers
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.leaving import records_until
from tenants.accounts.models import User
from tenants.company_settings.models import CompanySettings
from tests.cast import PASSWORD
from tests.permissions.tables import routes

SignIn = Callable[[User], HostClient]
MINUTE = timedelta(minutes=1)
OPEN = {
    "me/documents/",
    "me/kept-records/",
    "people/<uuid:employee_id>/documents/",
    "people/<uuid:employee_id>/documents/<uuid:document_id>/",
}


def end_access(user: User, ago: timedelta, *, months: int) -> None:
    CompanySettings.objects.update(leaver_access_months=months)
    User.objects.filter(pk=user.pk).update(access_ends_at=timezone.now() - ago)


def test_until_the_minute_everything_is_open(sign_in: SignIn, carol: User) -> None:
    client = sign_in(carol)
    end_access(carol, -MINUTE, months=0)
    assert client.get("/").status_code == 200


def test_from_then_on_nothing_is(sign_in: SignIn, carol: User) -> None:
    client = sign_in(carol)
    end_access(carol, MINUTE, months=0)
    response = client.get("/people/")
    assert response.headers["Location"] == "/accounts/login/"
    assert "access to this company’s pages has ended" in client.get("/accounts/login/").content.decode()
    # The session is gone, not only turned away.
    end_access(carol, -MINUTE, months=0)
    assert client.get("/people/").headers["Location"].startswith("/accounts/login/?next=")


def test_a_part_of_a_page_sends_the_whole_page_away(sign_in: SignIn, carol: User) -> None:
    client = sign_in(carol)
    end_access(carol, MINUTE, months=0)
    response = client.post("/time/punch/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/accounts/login/")


def test_with_a_policy_every_page_is_closed_but_ones_own_records(
    sign_in: SignIn, alice: User, carols_record: Employee, carol: User
) -> None:
    # Whatever somebody was: an owner has every role there is.
    client = sign_in(alice)
    end_access(alice, MINUTE, months=12)
    opened = set()
    for route in sorted(routes("config.urls_tenant")):
        if route.startswith(("accounts/", "logo/", "admin/login/")) or "(?P" in route:
            continue
        url = "/" + route
        for name in ("uuid:", "str:", "path:", "int:", "slug:"):
            url = url.replace(f"<{name}", "<")
        url = "".join(part if not part.startswith("<") else str(carols_record.pk) for part in _split(url))
        status = client.get(url).status_code
        if status not in {403, 405}:
            opened.add(route)
    assert opened == {"", *OPEN}
    assert client.get("/").headers["Location"] == "/me/kept-records/"


def _split(url: str) -> list[str]:
    return url.replace("<", "\0<").replace(">", ">\0").split("\0")


def test_what_is_open_is_only_ones_own(sign_in: SignIn, alice: User, carols_record: Employee) -> None:
    client = sign_in(alice)
    own = Employee.objects.get(user=alice)
    end_access(alice, MINUTE, months=12)
    assert client.get(f"/people/{own.pk}/documents/").status_code == 200
    assert client.get(f"/people/{carols_record.pk}/documents/").status_code == 404
    page = client.get("/me/kept-records/").content.decode()
    assert "My payslips and documents" in page
    assert "Administration" not in page
    assert client.post(f"/people/{own.pk}/documents/add/").status_code == 403


def test_no_tab_leads_to_a_page_that_is_closed(sign_in: SignIn, carol: User, carols_record: Employee) -> None:
    documents = f"/people/{carols_record.pk}/documents/"
    browser = sign_in(carol)
    assert f'href="/people/{carols_record.pk}/"' in browser.get(documents).content.decode()

    end_access(carol, timedelta(minutes=1), months=12)
    page = browser.get(documents).content.decode()
    tabs = re.findall(rf'href="(/people/{carols_record.pk}/[^"]*)"', page.split('<main class="page"')[1])
    assert {url: browser.get(url).status_code for url in tabs} == dict.fromkeys(tabs, 200)


def test_signing_in_leads_to_ones_records_and_ends_after_the_months(acme_client: HostClient, carol: User) -> None:
    end_access(carol, timedelta(days=20), months=1)
    acme_client.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})
    assert acme_client.get("/", follow=True).redirect_chain[-1][0] == "/me/kept-records/"
    assert acme_client.get("/accounts/password/change/").status_code == 200
    end_access(carol, timedelta(days=40), months=1)
    assert acme_client.get("/me/kept-records/").headers["Location"] == "/accounts/login/"


def test_the_round_closes_accounts_once_the_months_are_over(carol: User) -> None:
    last_day = datetime(2026, 3, 9, tzinfo=UTC)
    employ_user(carol, end_date=last_day.date())

    def close(now: datetime, months: int) -> User:
        at = now - timedelta(hours=16)
        close_accounts_of_leavers(at=at, now=now, zone_name="Europe/London", access_months=months)
        return User.objects.get(pk=carol.pk)

    assert close(last_day + timedelta(hours=39), 3).access_ends_at is None
    ended = close(last_day + timedelta(hours=41, seconds=7), 3)
    assert (ended.access_ends_at, ended.is_active) == (last_day + timedelta(hours=41), True)
    assert close(datetime(2026, 6, 10, tzinfo=UTC), 3).is_active
    assert not close(datetime(2026, 6, 11, tzinfo=UTC), 3).is_active


def test_closing_an_account_ends_its_sessions(acme_client: HostClient, carol: User) -> None:
    acme_client.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})
    assert acme_client.get("/").status_code == 200
    end_access(carol, MINUTE, months=0)
    now = timezone.now()
    close_accounts_of_leavers(at=now, now=now, zone_name="Europe/London", access_months=0)
    assert not Session.objects.filter(session_key__in=carol.sign_ins.values("session_key")).exists()
    assert not User.objects.get(pk=carol.pk).is_active


@pytest.mark.parametrize(
    ("ends", "months", "until"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
        ("2026-12-31", 12, "2027-12-31"),
    ],
)
def test_months_are_calendar_months(ends: str, months: int, until: str) -> None:
    moment = datetime.fromisoformat(f"{ends}T17:30").replace(tzinfo=UTC)
    assert records_until(moment, months) == datetime.fromisoformat(f"{until}T17:30").replace(tzinfo=UTC)


def test_the_table_of_open_pages_names_real_ones() -> None:
    assert routes("config.urls_tenant") >= OPEN
