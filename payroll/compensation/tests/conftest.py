"""Carol, and what she is paid."""

from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import pytest

from hr.people.models import Employee
from payroll.compensation.actions import agree_terms
from payroll.compensation.models import PayTerms
from tenants.accounts.models import User


class Agree(Protocol):
    """Agrees on terms for Carol: £3,000 a month, from January 2026 on, unless a test says otherwise."""

    def __call__(self, **differences: Any) -> PayTerms: ...


@pytest.fixture
def carols_record(carol: User) -> Employee:
    return Employee.objects.get(user=carol)


@pytest.fixture
def agree(carols_record: Employee, alice: User) -> Agree:
    usual: dict[str, Any] = {
        "employee": carols_record,
        "start_date": date(2026, 1, 1),
        "amount": Decimal("3000.00"),
        "basis": "monthly",
        "currency": "GBP",
        "frequency": "monthly",
        "acting_user": alice,
    }

    def make(**differences: Any) -> PayTerms:
        return agree_terms(**(usual | differences))

    return make
