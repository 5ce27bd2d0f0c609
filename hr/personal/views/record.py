"""The record as a person reads it, by group of data; the photo."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.files.answers import send_file
from core.files.kinds import WEBP
from core.files.storage import FileNotKept
from core.http import CompanyRequest
from hr.people.access import may, visible_profiles
from hr.people.queries import employee_of_user
from hr.people.tabs import profile_tabs
from hr.personal.access import employee_or_404, note_identity_numbers
from hr.personal.actions.photo import change_photo, remove_photo
from hr.personal.forms import PhotoForm
from hr.personal.models import PersonalRecord
from hr.personal.queries import get_policy, record_of, waiting_requests
from hr.personal.screens import section_cards, shows_secret
from hr.personal.sections import SECTIONS
from hr.personal.views.further import further_card
from tenants.accounts.capabilities import Capability, group_of


@require_safe
def show_own_record(request: CompanyRequest) -> HttpResponse:
    """To one's own record, for whoever is an employee."""
    employee = employee_of_user(request.user, on=timezone.localdate())
    if employee is None:
        return render(request, "hr/attendance/no_employee.html")
    return redirect("personal_record", employee.pk)


@require_safe
def show_personal_record(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Personal data, contacts, addresses, family, identity numbers."""
    return _show(request, employee_id, Capability.VIEW_PERSONAL, "personal_record")


@require_safe
def show_qualifications(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Education, skills and certificates."""
    return _show(request, employee_id, Capability.VIEW_JOB, "qualifications")


def _show(request: CompanyRequest, employee_id: UUID, view: Capability, page: str) -> HttpResponse:
    employee, today = employee_or_404(request.user, employee_id, to=view, on=timezone.localdate()), timezone.localdate()
    is_own = employee.user_id == request.user.pk
    may_change = may(request.user, Capability.MANAGE_PERSONAL, employee, on=today)
    cards = section_cards(
        employee,
        [section for section in SECTIONS.values() if section.view == view],
        requests=waiting_requests(employee) if may_change else [],
        may_change=may_change,
        asked_sections=get_policy().asked_sections if is_own else [],
    )
    if shows_secret(cards):
        note_identity_numbers(request.user, employee)
    context = {
        "employee": employee,
        "is_own": is_own,
        "may_decide": may_change and not is_own,
        "may_change": may_change,
        "cards": cards,
        "further": further_card(request.user, employee, group_of(view), on=today),
        "record": record_of(employee),
        "tabs": profile_tabs(viewer=request.user, employee=employee, current=page, on=today),
    }
    return render(request, "hr/personal/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_photo(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Another photo, or none."""
    employee = employee_or_404(request.user, employee_id, to=Capability.MANAGE_PERSONAL, on=timezone.localdate())
    if "remove" in request.POST:
        remove_photo(employee=employee, acting_user=request.user)
        return redirect("personal_record", employee.pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            change_photo(employee=employee, picture=form.cleaned_data["picture"], acting_user=request.user)
        except FileNotKept as error:
            form.add_error("picture", str(error.message))
        else:
            messages.success(request, _("The photo is there."))
            return redirect("personal_record", employee.pk)
    return render(request, "hr/personal/photo_form.html", {"employee": employee, "form": form, "record": record_of(employee)})


@require_safe
def show_photo(request: CompanyRequest, employee_id: UUID, photo: UUID) -> HttpResponseBase:
    """The photo itself, for whoever may open the person's profile."""
    employee = get_object_or_404(visible_profiles(request.user, on=timezone.localdate()), pk=employee_id)
    record = PersonalRecord.objects.filter(pk=employee.pk).first()
    if record is None or record.photo_version != photo:
        raise Http404
    return send_file(record.photo, kind=WEBP)
