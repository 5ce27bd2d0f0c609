"""An employee's documents: seen, downloaded, added, replaced, corrected, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.files.answers import send_file
from core.http import CompanyRequest
from hr.documents.access import Rights, document_or_404, note_looks, rights_or_404
from hr.documents.actions.documents import add_document, change_document, remove_document, replace_document
from hr.documents.actions.refusals import DocumentRefusal
from hr.documents.forms import AddForm, ChangeForm, ReplaceForm
from hr.documents.models import Document
from hr.documents.queries import documents_of, earlier_versions, open_requests, types_in_use
from hr.documents.rules.contents import KINDS
from hr.documents.screens import document_rows, request_row
from hr.people.queries import employee_of_user
from hr.people.tabs import profile_tabs
from tenants.accounts.capabilities import Capability, DataGroup
from tenants.accounts.leaving import open_to_leavers


@require_safe
@open_to_leavers
def show_own_documents(request: CompanyRequest) -> HttpResponse:
    """To one's own documents, for whoever is an employee."""
    employee = employee_of_user(request.user, on=timezone.localdate())
    if employee is None:
        return render(request, "hr/documents/no_employee.html")
    return redirect("employee_documents", employee.pk)


@require_safe
@open_to_leavers
def show_documents(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """What the company keeps of a person, as far as whoever looks may see it."""
    today = timezone.localdate()
    rights = rights_or_404(request.user, employee_id, on=today)
    documents, earlier = list(documents_of(rights.employee, rights.visible)), earlier_versions(rights.employee, rights.visible)
    note_looks(request.user, documents)
    asked = [each for each in open_requests(rights.employee) if rights.sees_request(each)]
    context = {
        "asked": [request_row(each, rights, today) for each in asked],
        "employee": rights.employee,
        "is_own": rights.is_own,
        "rows": document_rows(documents, rights, earlier, today=today),
        "may_ask": DataGroup.DOCUMENTS in rights.managed and not rights.is_own and request.user.has_perm(Capability.ENTER_ADMIN),
        "may_add": bool(rights.addable(types_in_use())),
        "tabs": profile_tabs(viewer=request.user, employee=rights.employee, current="employee_documents", on=today),
    }
    return render(request, "hr/documents/document_list.html", context)


@require_safe
@open_to_leavers
def download(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> HttpResponseBase:
    """The file of one version."""
    rights = rights_or_404(request.user, employee_id, on=timezone.localdate())
    document = document_or_404(rights, document_id)
    note_looks(request.user, [document])
    return send_file(document.file, kind=KINDS[document.extension], called=document.original_name)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Upload a document of a type that one may add."""
    rights = rights_or_404(request.user, employee_id, on=timezone.localdate())
    types = rights.addable(types_in_use())
    if not types:
        raise Http404
    form = AddForm(request.POST or None, request.FILES or None, types=types, initial={"type": request.GET.get("type")})

    def keep(clean: dict[str, Any]) -> None:
        kept = {"type": clean["type"], "upload": clean["file"], "title": clean["title"], "expires_on": clean["expires_on"]}
        add_document(employee=rights.employee, **kept, acting_user=request.user, now=timezone.now())

    return _answer(request, rights, form, keep, _("The document is there."), "hr/documents/document_form.html")


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> HttpResponse:
    """Upload a newer version."""
    rights, document = _current(request, employee_id, document_id)
    if not rights.may_add(document.type):
        raise Http404
    form = ReplaceForm(request.POST or None, request.FILES or None, document_type=document.type, initial={"title": document.title})

    def keep(clean: dict[str, Any]) -> None:
        kept = {"upload": clean["file"], "title": clean["title"], "expires_on": clean["expires_on"]}
        replace_document(document=document, **kept, acting_user=request.user, now=timezone.now())

    return _answer(request, rights, form, keep, _("The new version is there."), "hr/documents/document_form.html", document)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> HttpResponse:
    """Correct title or last day."""
    rights, document = _managed(request, employee_id, document_id)
    initial = {"title": document.title, "expires_on": document.expires_on}
    form = ChangeForm(request.POST or None, document_type=document.type, initial=initial)

    def perform(clean: dict[str, Any]) -> None:
        change_document(document=document, **clean, acting_user=request.user)

    return _answer(request, rights, form, perform, _("Saved."), "hr/documents/document_change.html", document)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> HttpResponse:
    """Ask, then delete all versions."""
    rights, document = _managed(request, employee_id, document_id)

    def perform(_clean: dict[str, Any]) -> None:
        remove_document(document=document, acting_user=request.user)

    form = forms.Form(request.POST or None)
    return _answer(request, rights, form, perform, _("The document is removed."), "hr/documents/document_remove.html", document)


def _current(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> tuple[Rights, Document]:
    """A document's current version; what was replaced is only read."""
    rights = rights_or_404(request.user, employee_id, on=timezone.localdate())
    document = document_or_404(rights, document_id)
    if document.superseded_at is not None:
        raise Http404
    return rights, document


def _managed(request: CompanyRequest, employee_id: UUID, document_id: UUID) -> tuple[Rights, Document]:
    rights, document = _current(request, employee_id, document_id)
    if not rights.manages(document.type):
        raise Http404
    return rights, document


def _answer(
    request: CompanyRequest,
    rights: Rights,
    form: forms.Form,
    perform: Callable[[dict[str, Any]], None],
    done: str,
    template: str,
    document: Document | None = None,
) -> HttpResponse:
    """Do it and go back to the list, or show the form with what is wrong."""
    if form.is_valid():
        try:
            perform(form.cleaned_data)
        except DocumentRefusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, done)
            return redirect("employee_documents", rights.employee.pk)
    context = {"employee": rights.employee, "is_own": rights.is_own, "form": form, "document": document}
    return render(request, template, context)
