"""Why somebody may see what of an employee, and why not."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.company_admin import CompanyModelAdmin
from core.http import CompanyRequest
from hr.people.access import Reason, reasons_for
from hr.people.models import Employee
from tenants.accounts.capabilities import DataGroup, Scope
from tenants.accounts.models import User

_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A group of data: why it may be seen and why changed; empty where it may not."""

    label: str
    see: str
    change: str


def show_reasons(screen: CompanyModelAdmin, request: CompanyRequest, employee: Employee) -> HttpResponse:
    """Find an account, and say what it may do with the employee's data and which role allows it."""
    words = request.GET.get("q", "").strip()
    found = User.objects.filter(Q(full_name__icontains=words) | Q(email__icontains=words)).order_by("full_name", "id")
    people = list(found[:_MOST_FOUND]) if words else []
    viewer = _chosen(request) or (people[0] if len(people) == 1 else None)
    context = {
        **screen.admin_site.each_context(request),
        "title": _("Who may see what"),
        "subtitle": screen.heading_of(employee),
        "parent": screen.parent_of(employee),
        "opts": screen.opts,
        "employee": employee,
        "words": words,
        "people": people,
        "viewer": viewer,
        "rows": _rows(viewer, employee) if viewer else [],
    }
    return TemplateResponse(request, "admin/people/reasons.html", context)


def _chosen(request: CompanyRequest) -> User | None:
    try:
        return User.objects.filter(pk=UUID(request.GET.get("viewer", ""))).first()
    except ValueError:
        return None


def _rows(viewer: User, employee: Employee) -> list[ReasonRow]:
    reasons = reasons_for(viewer, employee, on=timezone.localdate())
    return [
        ReasonRow(
            str(group.label),
            get_text_list([_words(reason, viewer, employee) for reason in reasons.get(group.view, [])], _("and")),
            get_text_list([_words(reason, viewer, employee) for reason in reasons.get(group.manage, [])], _("and")),
        )
        for group in DataGroup
    ]


def _words(reason: Reason, viewer: User, employee: Employee) -> str:
    sentences = {
        Scope.SELF: _("it is their own (role %(role)s)"),
        Scope.DIRECT_REPORTS: _("%(person)s reports to %(viewer)s (role %(role)s)"),
        Scope.ALL_REPORTS: _("%(person)s reports to %(viewer)s, directly or through others (role %(role)s)"),
        Scope.DEPARTMENT: _("%(person)s is in the department of %(viewer)s or a part of it (role %(role)s)"),
        Scope.LOCATION: _("%(person)s works where %(viewer)s works (role %(role)s)"),
        Scope.COMPANY: _("the role %(role)s allows it for everybody"),
    }
    return sentences[reason.scope] % {"person": employee.full_name, "viewer": viewer.full_name, "role": reason.role}
