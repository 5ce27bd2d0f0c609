"""The fields that a company has added to the record, on the pages of a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import CompanyRequest
from hr.custom_fields.forms import entered_values, form_fields
from hr.custom_fields.models import GROUPS, CustomField
from hr.custom_fields.queries import fields_in_use, filled_in
from hr.people.access import may
from hr.people.actions import PeopleRefusal, set_custom_values
from hr.people.models import Employee
from hr.personal.access import employee_or_404
from hr.personal.screens import Fact
from tenants.accounts.capabilities import DataGroup
from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class FurtherCard:
    """What is known of these fields, and the group under which some of it may be changed."""

    facts: list[Fact]
    group: str
    may_change: bool


def further_card(viewer: User, employee: Employee, group: DataGroup | None, *, on: date) -> FurtherCard | None:
    """The fields of a group; nothing where the company has none."""
    if group not in GROUPS:
        return None
    fields = list(fields_in_use([group.value]))
    if not fields:
        return None
    facts = [Fact(field.name, words) for field, words in filled_in(fields, employee.custom_values)]
    return FurtherCard(facts, group.value, may_change=bool(_changeable(viewer, employee, group, fields, on=on)))


def _changeable(viewer: User, employee: Employee, group: DataGroup, fields: list[CustomField], *, on: date) -> list[CustomField]:
    """Of one's own those that the company lets people change by themselves; of others all, for whoever may."""
    if employee.user_id == viewer.pk:
        return [field for field in fields if field.person_may_change or viewer.has_perm(group.manage)]
    return fields if may(viewer, group.manage, employee, on=on) else []


@require_http_methods(["GET", "HEAD", "POST"])
def edit_further_data(request: CompanyRequest, employee_id: UUID, group: str) -> HttpResponse:
    """Change the fields of one group."""
    if group not in [each.value for each in GROUPS]:
        raise Http404
    today, asked = timezone.localdate(), DataGroup(group)
    employee = employee_or_404(request.user, employee_id, to=asked.view, on=today)
    fields = _changeable(request.user, employee, asked, list(fields_in_use([group])), on=today)
    if not fields:
        raise Http404
    form = forms.Form(request.POST or None)
    form.fields.update(form_fields(fields, employee.custom_values))
    page = "personal_record" if asked == DataGroup.PERSONAL else "qualifications"
    if form.is_valid():
        try:
            set_custom_values(employee=employee, values=entered_values(fields, form), acting_user=request.user)
        except PeopleRefusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Saved."))
            return redirect(page, employee.pk)
    return render(request, "hr/personal/further_form.html", {"employee": employee, "form": form, "page": page})
