"""What an employee was asked to hand in: handed in, or asked for no more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.http import CompanyRequest
from hr.documents.access import Rights, request_or_404, rights_or_404
from hr.documents.actions.documents import add_document, replace_document
from hr.documents.actions.refusals import DocumentRefusal
from hr.documents.actions.requests import cancel_request
from hr.documents.forms import HandInForm
from hr.documents.models import DocumentRequest
from hr.documents.queries import documents_of
from hr.documents.screens import request_row


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: CompanyRequest, employee_id: UUID, asked_id: UUID) -> HttpResponse:
    """Upload what was asked for, as another document or as a newer version of one."""
    rights = rights_or_404(request.user, employee_id, on=timezone.localdate())
    asked = request_or_404(rights, asked_id)
    if not rights.may_hand_in(asked.type):
        raise Http404
    same = documents_of(rights.employee, rights.visible).filter(rights.replaceable, type=asked.type)
    form = HandInForm(request.POST or None, request.FILES or None, document_type=asked.type, same=same)
    if form.is_valid():
        try:
            _keep(rights, asked, form.cleaned_data, request)
        except DocumentRefusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Thank you, it is there."))
            return redirect("employee_documents", employee_id)
    context = {"employee": rights.employee, "is_own": rights.is_own, "form": form}
    return render(request, "hr/documents/hand_in.html", {**context, "asked": request_row(asked, rights, timezone.localdate())})


def _keep(rights: Rights, asked: DocumentRequest, clean: dict[str, Any], request: CompanyRequest) -> None:
    kept = {"upload": clean["file"], "title": clean["title"], "expires_on": clean["expires_on"]}
    by: dict[str, Any] = {"acting_user": request.user, "now": timezone.now()}
    if clean["replaces"]:
        replace_document(document=clean["replaces"], **kept, **by)
    else:
        add_document(employee=rights.employee, type=asked.type, **kept, **by)


@require_POST
def cancel(request: CompanyRequest, employee_id: UUID, asked_id: UUID) -> HttpResponse:
    """Ask for it no more."""
    rights = rights_or_404(request.user, employee_id, on=timezone.localdate())
    asked = request_or_404(rights, asked_id)
    if not rights.manages(asked.type):
        raise Http404
    try:
        cancel_request(request=asked, acting_user=request.user, now=timezone.now())
    except DocumentRefusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The request is cancelled. The person gets a mail."))
    return redirect("employee_documents", employee_id)
