"""Recording a punch."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.dates import DateStyle
from core.ids import new_id
from hr.attendance.actions import EmploymentEnded, EmploymentNotBegun, PageOutdated, PunchOutcome, record_punch
from hr.attendance.models import Punch, PunchSource
from hr.attendance.rules import AlreadyClockedIn, ClockOutForgotten, ClockWentBackwards, NotClockedIn, PunchKind, PunchRefused
from hr.attendance.tests.factories import BREAK, IN, OUT, employee_of, punched, utc
from hr.people.models import Employee
from hr.people.tests.factories import employ
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.company_settings.queries import get_settings

MORNING = "2026-03-10 08:57:31"


def record(employee: Employee, kind: PunchKind, at: str, *, key: UUID | None = None, **options: Any) -> PunchOutcome:
    arguments = {"source": PunchSource.WEB, "device_time": None, "acting_user": None, "settings": get_settings(), **options}
    now = utc(at)
    known = Employee.objects.as_of(now.date()).get(pk=employee.pk)
    return record_punch(employee=known, kind=kind, idempotency_key=key or new_id(), now=now, **arguments)


@pytest.fixture
def employee(carol: User) -> Employee:
    return employee_of(carol)


def test_a_punch_keeps_the_instant_and_the_clock_on_the_wall(employee: Employee) -> None:
    punch = record(employee, IN, "2026-07-10 08:57:31").punch
    punch.refresh_from_db()
    assert punch.occurred_at == punch.received_at == utc("2026-07-10 08:57:31")
    assert f"{punch.wall_time:%Y-%m-%d %H:%M:%S}" == "2026-07-10 09:57:31"
    assert (punch.utc_offset_minutes, punch.zone_name, punch.source) == (60, "Europe/London", "web")


def test_it_is_audited(employee: Employee, carol: User) -> None:
    punch = record(employee, IN, MORNING, acting_user=carol).punch
    event = AuditEvent.objects.get(action="punch:recorded")
    assert (event.actor_id, event.object_id) == (carol.id, str(punch.pk))
    assert event.after == {"employee": "Carol Chen", "kind": "in", "occurred_at": "2026-03-10T08:57:31+00:00", "source": "web"}


def test_an_own_zone_counts_before_the_companys(employee: Employee) -> None:
    employee.time_zone = "Asia/Kathmandu"
    employee.save(update_fields=["time_zone"])
    punch = record(employee, IN, MORNING).punch
    assert (f"{punch.wall_time:%H:%M}", punch.utc_offset_minutes, punch.zone_name) == ("14:42", 345, "Asia/Kathmandu")


def test_the_servers_clock_decides_and_the_devices_is_kept(employee: Employee) -> None:
    device_time = utc("2026-03-10 07:00")
    punch = record(employee, IN, MORNING, device_time=device_time).punch
    assert (punch.occurred_at, punch.device_time) == (utc(MORNING), device_time)


@pytest.mark.parametrize("year", [1999, 2200])
def test_the_table_refuses_impossible_clocks_of_devices(employee: Employee, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr("hr.attendance.actions._DEVICE_MAY_DIFFER", timedelta.max)
    with pytest.raises(IntegrityError, match="punch_device_time_possible"):
        record(employee, IN, MORNING, device_time=datetime(year, 1, 1, tzinfo=UTC))


def test_a_double_tap_makes_one_punch(employee: Employee) -> None:
    key = new_id()
    first = record(employee, IN, MORNING, key=key)
    second = record(employee, IN, "2026-03-10 08:57:32", key=key)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.punch == second.punch == Punch.objects.get(employee=employee)


def test_the_second_of_two_taps_at_once_waits_for_the_first(acme: Company, employee: Employee) -> None:
    """The lock of the first tap is held until it commits; the second gives up here instead of waiting for ever."""
    record(employee, IN, MORNING)
    errors: list[BaseException] = []

    def tap_again() -> None:
        try:
            with tenant_context(acme):
                connection.cursor().execute("SET lock_timeout = '200ms'")
                record(Employee.objects.get(pk=employee.pk), IN, MORNING)
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=tap_again)
    thread.start()
    thread.join()
    assert "lock timeout" in str(errors[0])


def test_the_same_key_for_another_kind_is_an_old_page(employee: Employee) -> None:
    key = new_id()
    record(employee, IN, MORNING, key=key)
    with pytest.raises(PageOutdated, match="older than your latest punch"):
        record(employee, OUT, "2026-03-10 17:00", key=key)
    assert Punch.objects.filter(employee=employee).count() == 1


def test_one_key_may_be_used_by_two_people(employee: Employee, bob: User) -> None:
    key = new_id()
    assert record(employee, IN, MORNING, key=key).is_new
    assert record(employee_of(bob), IN, MORNING, key=key).is_new


@pytest.mark.parametrize(
    ("earlier", "kind", "at", "refusal", "words"),
    [
        ([(IN, MORNING)], IN, "2026-03-10 09:30", AlreadyClockedIn, "You are already clocked in, since 08:57"),
        ([], OUT, MORNING, NotClockedIn, "You are not clocked in"),
        ([(IN, MORNING)], OUT, "2026-03-11 09:00", ClockOutForgotten, "You clocked in at 08:57 on 10 Mar 2026"),
        ([(IN, MORNING)], BREAK, "2026-03-10 08:57:31", ClockWentBackwards, "Your latest punch is at 08:57 on 10 Mar 2026"),
        ([(IN, MORNING)], OUT, "2026-03-10 08:00", ClockWentBackwards, "Try again in a minute"),
    ],
)
def test_a_refusal_explains_itself(
    employee: Employee, earlier: list[tuple[PunchKind, str]], kind: PunchKind, at: str, refusal: type[PunchRefused], words: str
) -> None:
    punched(employee, *earlier)
    with pytest.raises(refusal) as raised:
        record(employee, kind, at)
    assert words in raised.value.explain(DateStyle())
    assert Punch.objects.filter(employee=employee).count() == len(earlier)


def test_after_a_forgotten_clock_out_a_new_day_begins(employee: Employee) -> None:
    punched(employee, (IN, "2026-03-02 09:00"))
    assert record(employee, IN, MORNING).is_new


@pytest.mark.parametrize(("last_day", "is_refused"), [(date(2026, 3, 9), True), (date(2026, 3, 10), False)])
def test_nobody_clocks_in_after_their_last_day(employee: Employee, last_day: date, is_refused: bool) -> None:
    employ(employee, end_date=last_day)
    if is_refused:
        with pytest.raises(EmploymentEnded, match="Your last day"):
            record(employee, IN, MORNING)
    else:
        assert record(employee, IN, MORNING).is_new


@pytest.mark.parametrize(("first_day", "is_refused"), [(date(2026, 3, 11), True), (date(2026, 3, 10), False)])
def test_nobody_clocks_in_before_their_first_day(employee: Employee, first_day: date, is_refused: bool) -> None:
    employ(employee, start_date=first_day)
    if is_refused:
        with pytest.raises(EmploymentNotBegun, match="Your first day at the company is 11 Mar 2026"):
            record(employee, IN, MORNING)
    else:
        assert record(employee, IN, MORNING).is_new


def test_the_last_night_may_end_on_the_day_after(employee: Employee) -> None:
    employ(employee, end_date=date(2026, 3, 10))
    punched(employee, (IN, "2026-03-10 22:00"))
    assert record(employee, OUT, "2026-03-11 06:00").is_new


def test_statements(employee: Employee, django_assert_max_num_queries: Any) -> None:
    """Lock, key, settings, session, employment, punch, audit, and the two savepoints of the test's own transaction."""
    punched(employee, (IN, MORNING))
    with django_assert_max_num_queries(9):
        record(employee, OUT, "2026-03-10 17:00")


def test_the_audit_row_and_the_punch_stand_or_fall_together(employee: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("hr.attendance.actions.record_event", fail)
    with pytest.raises(OSError, match="no room"):
        record(employee, IN, MORNING)
    assert not Punch.objects.filter(employee=employee, received_at__gt=utc(MORNING) - timedelta(hours=1)).exists()
