"""Who may see and change whose pay: whoever reaches the person with `salary.view` or `salary.manage`, and nobody their own."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from hr.people.access import employees_in_reach
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

Row = TypeVar("Row", bound=Model)


def rows_in_reach(rows: "QuerySet[Row]", viewer: User, capability: Capability, *, on: date) -> "QuerySet[Row]":
    """Those of `rows`, which have an `employee`, with whose pay `viewer` may do it."""
    filters: dict[str, Any] = {"employee__in": employees_in_reach(viewer, capability, on=on)}
    return rows.filter(**filters)


def payable_employees(viewer: User, *, on: date) -> QuerySet[Employee]:
    """The people whose pay `viewer` may change."""
    return employees_in_reach(viewer, Capability.MANAGE_SALARY, on=on)
