"""Whose record somebody may open: what `hr.people.access` says, as a page answers it."""

from datetime import date
from uuid import UUID

from django.http import Http404

from core.audit.actions import record_read
from hr.people.access import IDENTITY_NUMBERS, get_employee
from hr.people.models import Employee
from hr.personal.models import ChangeRequest
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


def employee_or_404(viewer: User, employee_id: UUID, *, to: Capability, on: date) -> Employee:
    """The employee, if `viewer` may do `to` with their data. Raises Http404."""
    try:
        return get_employee(viewer, employee_id, to=to, on=on)
    except Employee.DoesNotExist as error:
        raise Http404 from error


def note_identity_numbers(viewer: User, employee: Employee) -> None:
    """Write down that `viewer` is shown identity numbers of somebody else."""
    if employee.user_id != viewer.pk:
        record_read(acting_user=viewer, subjects=[employee], data_group=IDENTITY_NUMBERS)


def request_or_404(employee: Employee, request_id: UUID) -> ChangeRequest:
    """A change that was asked for of this employee's record. Raises Http404."""
    found = ChangeRequest.objects.filter(employee=employee, pk=request_id).first()
    if found is None:
        raise Http404
    return found
