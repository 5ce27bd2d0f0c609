"""The records of the cast."""

import pytest

from hr.people.models import Employee
from tenants.accounts.models import User


@pytest.fixture
def bobs_record(bob: User) -> Employee:
    """Bob, who manages Carol."""
    return Employee.objects.get(user=bob)


@pytest.fixture
def carols_record(carol: User) -> Employee:
    """Carol, who reports to Bob."""
    return Employee.objects.get(user=carol)
