"""Reads of people."""

from hr.people.models import Employee
from tenants.accounts.models import User


def employee_of_user(user: User) -> Employee | None:
    """The employee who signs in with this account, if there is one."""
    return Employee.objects.select_related("department").filter(user=user).first()
