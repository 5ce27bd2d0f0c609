"""The records of the cast, and a moment."""

from datetime import UTC, datetime

import pytest

from hr.people.models import Employee
from tenants.accounts.models import User


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def carols_record(carol: User) -> Employee:
    """Carol, who reports to Bob."""
    return Employee.objects.select_related("user").get(user=carol)


@pytest.fixture
def daves_record(dave: User) -> Employee:
    """Dave, of the payroll."""
    return Employee.objects.select_related("user").get(user=dave)
