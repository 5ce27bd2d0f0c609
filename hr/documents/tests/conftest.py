"""The people whose documents these are."""

from datetime import datetime

import pytest

from hr.documents.tests.factories import NOW
from hr.people.models import Employee
from tenants.accounts.models import User


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def carols_record(carol: User) -> Employee:
    """Carol, who reports to Bob."""
    return Employee.objects.select_related("user").get(user=carol)


@pytest.fixture
def daves_record(dave: User) -> Employee:
    """Dave, of the payroll."""
    return Employee.objects.select_related("user").get(user=dave)
