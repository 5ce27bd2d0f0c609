"""Who may have a complete file of whom, and what is in it."""

from datetime import date
from uuid import UUID

from django.http import Http404

from hr.people.access import allowed_over
from hr.people.models import Employee
from hr.subject_access.models import CompleteFile
from hr.subject_access.sources import GROUPS
from tenants.accounts.capabilities import Capability, DataGroup
from tenants.accounts.models import User


def employee_or_404(viewer: User, employee_id: UUID) -> Employee:
    """Oneself, or anybody for whoever adds people: leading somebody is no reason to have all about them. Raises Http404."""
    found = Employee.objects.select_related("user").filter(pk=employee_id).first()
    if found is None or not (found.user_id == viewer.pk or viewer.has_perm(Capability.MANAGE_PEOPLE)):
        raise Http404
    return found


def groups_for(viewer: User, employee: Employee, *, on: date) -> list[DataGroup]:
    """The groups of data that `viewer` may see of an employee, of those that there is anything of."""
    allowed = allowed_over(viewer, employee, [group.view for group in GROUPS], on=on)
    return [group for group in GROUPS if group.view in allowed]


def file_or_404(viewer: User, employee: Employee, file_id: UUID, *, on: date) -> CompleteFile:
    """A file that `viewer` asked for and may still see all of. Raises Http404."""
    found = CompleteFile.objects.filter(pk=file_id, employee=employee, requested_by=viewer, ready_at__isnull=False).first()
    if found is None or not set(found.groups) <= {group.value for group in groups_for(viewer, employee, on=on)}:
        raise Http404
    return found
