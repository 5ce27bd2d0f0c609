"""What the rounds do in each company."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.tenancy import enter_public
from hr.attendance.models import Punch, PunchSource
from hr.attendance.rules import PunchFact, PunchKind
from hr.people.models import Employee
from hr.people.tests.factories import employ
from superadmin.tasks import close_accounts_of_leavers, count_usage, delete_expired_sessions, delete_expired_staff_sessions
from tenants.accounts.models import User
from tenants.companies.models import Company

YESTERDAY = timezone.now() - timedelta(days=1)


def _use_of(company: Company) -> tuple[int, datetime | None]:
    enter_public()
    company.refresh_from_db()
    return company.people_count, company.last_used_at


def _clock_in(employee: Employee, at: datetime) -> None:
    fact = PunchFact.read(PunchKind.IN, at, "Europe/London")
    Punch.objects.create(
        employee=employee,
        kind=fact.kind,
        occurred_at=fact.occurred_at,
        wall_time=fact.wall_time,
        utc_offset_minutes=fact.utc_offset_minutes,
        zone_name=fact.zone_name,
        source=PunchSource.WEB,
        received_at=fact.occurred_at,
    )


class TestCountUsage:
    def test_counts_those_employed_and_finds_the_last_sign_in(self, acme: Company, carol: User) -> None:
        User.objects.filter(pk=carol.pk).update(last_login=YESTERDAY)
        employ(Employee.objects.get(work_email="dave@acme.example"), end_date=YESTERDAY.date() - timedelta(days=1))

        count_usage()

        assert _use_of(acme) == (3, YESTERDAY)

    def test_a_punch_is_use_too(self, acme: Company, carol: User) -> None:
        at = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
        _clock_in(Employee.objects.get(user=carol), at)

        count_usage()

        assert _use_of(acme) == (4, at)

    def test_a_company_that_nobody_has_used_was_never_used(self, globex: Company) -> None:
        with tenant_context(globex):
            count_usage()

        assert _use_of(globex) == (2, None)


def _make_session(*, ends_in: timedelta) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.set_expiry(timezone.now() + ends_in)
    store.save()


def test_expired_sessions_go_in_public_and_in_every_company(acme: Company, globex: Company) -> None:
    def make_two() -> None:
        _make_session(ends_in=timedelta(hours=-1))
        _make_session(ends_in=timedelta(hours=1))

    make_two()
    with tenant_context(globex):
        make_two()
    enter_public()
    make_two()

    delete_expired_staff_sessions()
    for company in (acme, globex):
        with tenant_context(company):
            delete_expired_sessions()

    left = [Session.objects.count()]
    for company in (acme, globex):
        with tenant_context(company):
            left.append(Session.objects.count())
    assert left == [1, 1, 1]


@pytest.mark.parametrize(
    ("hour", "active"),
    [
        # A night that began on the 10th may last 16 hours.
        (datetime(2026, 3, 11, 15, 59, tzinfo=UTC), [True, True]),
        # Nobody in London can still be at work that began on the 10th; in New York it was the 10th for longer.
        (datetime(2026, 3, 11, 16, 1, tzinfo=UTC), [False, True]),
        (datetime(2026, 3, 11, 20, 1, tzinfo=UTC), [False, False]),
    ],
)
def test_accounts_of_leavers_close_when_no_work_of_their_last_day_can_go_on(
    hour: datetime, active: list[bool], acme: Company, globex: Company
) -> None:
    for company in (acme, globex):
        with tenant_context(company):
            employ(Employee.objects.get(work_email="carol@acme.example"), end_date=date(2026, 3, 10))

    left = []
    for company in (acme, globex):
        with tenant_context(company):
            with mock.patch("django.utils.timezone.now", return_value=hour):
                close_accounts_of_leavers()
            left.append(User.objects.get(email="carol@acme.example").is_active)
    assert left == active
