"""Whoever has left signs in no more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.audit.models import AuditEvent
from hr.people.actions import close_accounts_of_leavers
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User

TODAY = date(2026, 3, 10)
YESTERDAY = date(2026, 3, 9)


def leave(*users: User, last_day: date) -> None:
    for user in users:
        employ_user(user, end_date=last_day)


def close(at: datetime = datetime(2026, 3, 10, 12, 0, tzinfo=UTC), *, now: datetime | None = None, months: int = 0) -> None:
    close_accounts_of_leavers(at=at, now=now or at + timedelta(hours=16), zone_name="Europe/London", access_months=months)


def active() -> set[str]:
    return set(User.objects.filter(is_active=True).values_list("full_name", flat=True))


def test_only_those_whose_last_day_has_passed_lose_their_account(alice: User, bob: User, carol: User) -> None:
    leave(bob, last_day=TODAY)
    leave(carol, last_day=YESTERDAY)
    close()
    close()
    assert active() == {"Alice Archer", "Bob Brown", "Dave Dunn"}
    event = AuditEvent.objects.get(action="account:deactivated")
    assert (event.object_id, event.actor_id, event.actor_label) == (str(carol.pk), None, "Rooster")


@pytest.mark.parametrize(("zone", "is_over"), [("", True), ("Asia/Tokyo", True), ("America/Los_Angeles", False)])
def test_a_day_is_over_by_the_clock_of_the_person(zone: str, is_over: bool, carol: User) -> None:
    leave(carol, last_day=YESTERDAY)
    Employee.objects.filter(user=carol).update(time_zone=zone)
    close(datetime(2026, 3, 10, 0, 1, tzinfo=UTC))
    assert ("Carol Chen" in active()) is not is_over


def test_the_only_owner_stays_and_the_others_go(alice: User, bob: User, carol: User, caplog: pytest.LogCaptureFixture) -> None:
    leave(alice, bob, carol, last_day=YESTERDAY)
    close()
    assert active() == {"Alice Archer", "Dave Dunn"}
    assert "The account of Alice Archer stays open" in caplog.text


def test_an_open_session_ends_with_the_account(sign_in: Callable[[User], Any], carol: User) -> None:
    client = sign_in(carol)
    assert client.get("/").status_code == 200
    leave(carol, last_day=YESTERDAY)
    close()
    assert client.get("/").url.startswith("/accounts/login/")
