"""Who may bring people in, and see an import."""

from uuid import UUID

from django.http import Http404

from hr.imports.fields import ImportField, all_fields, is_personal, offered_fields
from hr.imports.models import EmployeeImport
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

# For everybody in the company: nobody knows before reading a file whom it is about.
NEEDED = (Capability.MANAGE_PEOPLE.value, Capability.MANAGE_JOB.value)


def fields_for(user: User) -> dict[str, ImportField]:
    """What somebody may bring, by code."""
    return offered_fields(with_personal=user.has_perm(Capability.MANAGE_PERSONAL))


def import_or_404(user: User, import_id: UUID) -> EmployeeImport:
    """An import, without its table, unless it holds what `user` may not change. Raises Http404."""
    found = EmployeeImport.objects.select_related("uploaded_by").defer("sheet").filter(pk=import_id).first()
    if found is None or not _may_see(user, found):
        raise Http404
    return found


def _may_see(user: User, found: EmployeeImport) -> bool:
    if user.has_perm(Capability.MANAGE_PERSONAL):
        return True
    fields = all_fields()
    return not any(is_personal(fields[code]) for code in found.mapping["columns"].values() if code in fields)
