"""Policies as whoever has to sign them sees them."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.files.answers import send_file
from core.http import CompanyRequest
from hr.documents.access import duty_or_404, policy_version_or_404
from hr.documents.actions.policies import sign_policy
from hr.documents.actions.refusals import DocumentRefusal, NameNotTyped
from hr.documents.forms import SignForm
from hr.documents.models import PolicyVersion
from hr.documents.queries.policies import Duty, duties_of
from hr.documents.rules.contents import KINDS
from hr.documents.screens import policy_row
from hr.people.queries import employee_of_user


@require_safe
def show_policies(request: CompanyRequest) -> HttpResponse:
    """What one has to read and sign, and what one has signed."""
    today = timezone.localdate()
    employee = employee_of_user(request.user, on=today)
    rows = [policy_row(duty) for duty in duties_of(employee, on=today)] if employee else []
    return render(request, "hr/documents/policy_list.html", {"rows": rows, "employee": employee})


@require_http_methods(["GET", "HEAD", "POST"])
def show_policy(request: CompanyRequest, policy_id: UUID) -> HttpResponse:
    """Read and sign one."""
    duty = duty_or_404(request.user, policy_id, on=timezone.localdate())
    form = SignForm(request.POST or None, initial={"version": duty.version.pk})
    if form.is_valid():
        try:
            _sign(request, duty, form.cleaned_data)
        except NameNotTyped as refusal:
            form.add_error("name", str(refusal.message))
        except DocumentRefusal as refusal:
            messages.error(request, str(refusal.message))
            return redirect("policy", policy_id)
        else:
            messages.success(request, _("Thank you. It is written down that you have read it."))
            return redirect("policies")
    return render(request, "hr/documents/policy.html", {"row": policy_row(duty), "form": form})


def _sign(request: CompanyRequest, duty: Duty, clean: dict[str, Any]) -> None:
    sign_policy(
        # Not the latest: what was on the page that they read.
        version=get_object_or_404(PolicyVersion, policy=duty.version.policy, pk=clean["version"]),
        employee=duty.employee,
        typed_name=clean["name"],
        acting_user=request.user,
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
        today=timezone.localdate(),
        now=timezone.now(),
    )


@require_safe
def download_policy(request: CompanyRequest, policy_id: UUID, version_id: UUID) -> HttpResponseBase:
    """The file of a version."""
    version = policy_version_or_404(request.user, policy_id, version_id, on=timezone.localdate())
    return send_file(version.file, kind=KINDS[version.extension], called=version.original_name)
