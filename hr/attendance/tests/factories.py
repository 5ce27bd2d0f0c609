"""Punches for tests, and a clock that stands still."""

from datetime import UTC, datetime
from unittest import mock

from hr.attendance.models import Punch, PunchSource
from hr.attendance.rules import PunchFact, PunchKind
from hr.people.models import Employee
from tenants.accounts.models import User

IN, BREAK, BACK, OUT = PunchKind.IN, PunchKind.BREAK_START, PunchKind.BREAK_END, PunchKind.OUT


def utc(text: str) -> datetime:
    """An instant: "2026-03-10 09:00" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def employee_of(user: User) -> Employee:
    """The record of somebody of the cast."""
    return Employee.objects.get(user=user)


def punched(employee: Employee, *punches: tuple[PunchKind, str], zone_name: str = "Europe/London") -> None:
    """Facts as if they had been clocked at these instants in UTC."""
    for kind, text in punches:
        fact = PunchFact.read(kind, utc(text), zone_name)
        Punch.objects.create(
            employee=employee,
            kind=kind.value,
            occurred_at=fact.occurred_at,
            wall_time=fact.wall_time,
            utc_offset_minutes=fact.utc_offset_minutes,
            zone_name=zone_name,
            source=PunchSource.WEB,
            received_at=fact.occurred_at,
        )


def clock_at(text: str) -> "mock._patch[mock.MagicMock]":
    """The server's clock stands still at an instant in UTC, as a context."""
    return mock.patch("django.utils.timezone.now", return_value=utc(text))
