"""Screens of what employees have: each shows the rows of those whom the person who looks may reach, and no others."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.company_admin import CompanyModelAdmin
from hr.people.access import OTHERS, looks_after_others, reach_of
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


class ReachModelAdmin(CompanyModelAdmin):
    """A screen whose rows belong to employees. `view_capability` and `manage_capability` are of a group of their data.

    Rows out of reach do not exist. One's own record is not administered here because one has it.
    """

    employee_field: ClassVar[str] = "employee"
    """Leads from a row to its employee; empty for employees themselves."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows within reach."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return self.within_reach(request, rows, Capability(self.view_capability))

    def within_reach(self, request: HttpRequest, rows: QuerySet[Any], capability: Capability) -> QuerySet[Any]:
        """Those of `rows` with whose employee the person may do it; rows as they are for who may with everybody's."""
        reach = reach_of(_viewer(request), capability, on=timezone.localdate(), scopes=OTHERS)
        if not reach:
            return rows
        employees = Employee.objects.filter(reach)
        return rows.filter(**{f"{self.employee_field or 'pk'}__in": employees})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see anybody else's; `get_queryset` leaves the others out."""
        return looks_after_others(_viewer(request), Capability(self.view_capability), on=timezone.localdate())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change this row, or any."""
        if self.manage_capability is None:
            return False
        if not looks_after_others(_viewer(request), Capability(self.manage_capability), on=timezone.localdate()):
            return False
        if obj is None:
            return True
        rows = self.opts.model.objects.filter(pk=obj.pk)
        reached = self.within_reach(request, rows, Capability(self.manage_capability))
        return reached is rows or reached.exists()


def _viewer(request: HttpRequest) -> User:
    # The site lets nobody in who has not signed in.
    return cast("User", request.user)
