"""Whoever comes back finds their account open on the first day, and not before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.audit.models import AuditEvent
from hr.lifecycle import actions
from hr.people.actions import close_accounts_of_leavers, give_account, reopen_access
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User
from tenants.companies.models import Company

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
LAST_DAY, BACK = date(2026, 6, 30), date(2026, 9, 1)

pytestmark = pytest.mark.usefixtures("templates")


def comes_back(employee: Employee, by: User, start_date: date = BACK) -> None:
    actions.rehire(employee=employee, start_date=start_date, today=NOW.date(), acting_user=by)


def access_after_round(user: User, *moment: int) -> datetime | None:
    """When access ends or ended, after the platform's round at a moment of 2026 by UTC."""
    now = datetime(2026, *moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # Month, day and so on.
    reopen_access(now=now, zone_name="Europe/London")
    close_accounts_of_leavers(at=now - timedelta(hours=16), now=now, zone_name="Europe/London", access_months=6)
    return User.objects.get(pk=user.pk).access_ends_at


def test_access_ends_with_the_one_employment_and_begins_with_the_next(alice: User, carol: User, carols_record: Employee) -> None:
    by: Any = {"today": NOW.date(), "now": NOW, "acting_user": alice}
    actions.leave(employee=carols_record, last_day=LAST_DAY, **by)
    comes_back(carols_record, alice)

    assert access_after_round(carol, 6, 30, 12) is None
    ended = access_after_round(carol, 7, 1, 17)
    assert ended == datetime(2026, 7, 1, 17, tzinfo=UTC)
    # Half past eleven at night in London, and half past midnight.
    assert access_after_round(carol, 8, 31, 22, 30) == ended
    assert access_after_round(carol, 8, 31, 23, 30) is None
    assert access_after_round(carol, 9, 1, 12) is None
    assert AuditEvent.objects.filter(action="account:access_ends", object_id=str(carol.pk)).count() == 2


@pytest.mark.parametrize(("start_date", "is_open"), [(NOW.date(), True), (BACK, False)], ids=["today", "ahead"])
def test_who_has_left_waits_for_the_first_day(
    start_date: date, is_open: bool, alice: User, carol: User, carols_record: Employee
) -> None:
    employ_user(carol, end_date=date(2026, 5, 29))
    User.objects.filter(pk=carol.pk).update(access_ends_at=NOW - timedelta(days=2))
    comes_back(Employee.objects.select_related("user").get(pk=carols_record.pk), alice, start_date)
    assert (User.objects.get(pk=carol.pk).access_ends_at is None) is is_open


def test_the_day_begins_by_their_own_clock(alice: User, carol: User, carols_record: Employee) -> None:
    employ_user(carol, end_date=LAST_DAY)
    comes_back(carols_record, alice)
    Employee.objects.filter(pk=carols_record.pk).update(time_zone="Asia/Tokyo")
    assert access_after_round(carol, 7, 1, 17) is not None
    assert access_after_round(carol, 8, 31, 14, 59) is not None
    assert access_after_round(carol, 8, 31, 15, 1) is None


def test_a_round_that_comes_late_closes_nobody_who_is_back(alice: User, carol: User, carols_record: Employee) -> None:
    employ_user(carol, end_date=LAST_DAY)
    comes_back(carols_record, alice, date(2026, 7, 2))
    assert access_after_round(carol, 7, 2, 10) is None


def test_what_was_ended_in_an_employment_stays_so(carol: User) -> None:
    User.objects.filter(pk=carol.pk).update(access_ends_at=NOW)
    assert access_after_round(carol, 6, 2, 12) == NOW


def test_who_is_to_come_back_can_be_invited(acme: Company, alice: User, carol: User, carols_record: Employee) -> None:
    employ_user(carol, end_date=date(2026, 5, 29))
    Employee.objects.filter(pk=carols_record.pk).update(user=None, work_email="carol.chen@acme.example")
    comes_back(Employee.objects.get(pk=carols_record.pk), alice)
    user = give_account(employee=carols_record, roles=["employee"], company=acme, acting_user=alice, now=NOW)
    assert user.email == "carol.chen@acme.example"
