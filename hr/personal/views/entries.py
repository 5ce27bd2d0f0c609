"""Entries of a record: added, changed, removed; and what was asked for, decided."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.http import CompanyRequest
from hr.people.models import Employee
from hr.personal.access import employee_or_404, note_identity_numbers, request_or_404
from hr.personal.actions.changes import approve_change, refuse_change, submit_change, withdraw_change
from hr.personal.actions.entries import entry_to_write
from hr.personal.actions.refusals import EntryGone, EntryNotValid, PersonalRefusal
from hr.personal.forms import RefusalForm, entry_form
from hr.personal.models import ChangeRequest, ChangeVerb, Identifier
from hr.personal.queries import get_policy
from hr.personal.screens import asked_change
from hr.personal.sections import SECTIONS, Section
from tenants.accounts.capabilities import Capability


def _section(code: str) -> Section:
    if code not in SECTIONS:
        raise Http404
    return SECTIONS[code]


def _page_of(section: Section, employee: Employee) -> HttpResponse:
    return redirect("qualifications" if section.view == Capability.VIEW_JOB else "personal_record", employee.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_entry(request: CompanyRequest, employee_id: UUID, section: str, entry_id: UUID | None = None) -> HttpResponse:
    """The form of one entry, new or there already."""
    chosen = _section(section)
    employee = employee_or_404(request.user, employee_id, to=Capability.MANAGE_PERSONAL, on=timezone.localdate())
    verb = ChangeVerb.CHANGE if entry_id or not chosen.is_list else ChangeVerb.ADD
    try:
        entry = entry_to_write(employee=employee, section=chosen, verb=verb, entry_id=entry_id)
    except EntryGone as error:
        raise Http404 from error
    if isinstance(entry, Identifier) and entry.number:
        note_identity_numbers(request.user, employee)
    form = entry_form(chosen)(request.POST or None, instance=entry)
    if form.is_valid():
        try:
            _submit(request, employee, chosen, verb, entry_id, {name: form.cleaned_data[name] for name in chosen.fields})
        except EntryNotValid as error:
            _show_errors(form, error)
        else:
            return _page_of(chosen, employee)
    context = {"employee": employee, "section": chosen, "form": form, "entry_id": entry_id, "is_new": verb == ChangeVerb.ADD}
    return render(request, "hr/personal/entry_form.html", context | {"is_asked": _is_asked(request, employee, chosen)})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_entry(request: CompanyRequest, employee_id: UUID, section: str, entry_id: UUID) -> HttpResponse:
    """Ask, then remove the entry, or ask for that."""
    chosen = _section(section)
    employee = employee_or_404(request.user, employee_id, to=Capability.MANAGE_PERSONAL, on=timezone.localdate())
    if not chosen.is_list:
        raise Http404
    try:
        entry = entry_to_write(employee=employee, section=chosen, verb=ChangeVerb.REMOVE, entry_id=entry_id)
        if request.method == "POST":
            _submit(request, employee, chosen, ChangeVerb.REMOVE, entry_id, {})
            return _page_of(chosen, employee)
    except EntryGone as error:
        raise Http404 from error
    context = {"employee": employee, "section": chosen, "entry": entry, "is_asked": _is_asked(request, employee, chosen)}
    return render(request, "hr/personal/entry_remove.html", context)


def _submit(
    request: CompanyRequest,
    employee: Employee,
    section: Section,
    verb: ChangeVerb,
    entry_id: UUID | None,
    values: dict[str, object],
) -> None:
    asked = submit_change(
        employee=employee,
        section=section,
        verb=verb,
        entry_id=entry_id,
        values=values,
        acting_user=request.user,
        now=timezone.now(),
    )
    if asked is None:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("You have asked for this. It holds as soon as somebody in charge has approved it."))


def _is_asked(request: CompanyRequest, employee: Employee, section: Section) -> bool:
    return employee.user_id == request.user.pk and section.code in get_policy().asked_sections


def _show_errors(form: BaseForm, error: EntryNotValid) -> None:
    for field, reasons in error.errors.items():
        for reason in reasons:
            form.add_error(None if field == NON_FIELD_ERRORS or field not in form.fields else field, reason)


@require_POST
def withdraw(request: CompanyRequest, employee_id: UUID, request_id: UUID) -> HttpResponse:
    """Take back what one has asked for."""
    return _decide(
        request,
        employee_id,
        request_id,
        lambda asked: withdraw_change(request=asked, acting_user=request.user, now=timezone.now()),
        _("You have withdrawn it."),
    )


@require_POST
def approve(request: CompanyRequest, employee_id: UUID, request_id: UUID) -> HttpResponse:
    """Let it hold."""
    return _decide(
        request,
        employee_id,
        request_id,
        lambda asked: approve_change(request=asked, acting_user=request.user, now=timezone.now()),
        _("Approved. The record is changed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: CompanyRequest, employee_id: UUID, request_id: UUID) -> HttpResponse:
    """Say why not."""
    employee = employee_or_404(request.user, employee_id, to=Capability.MANAGE_PERSONAL, on=timezone.localdate())
    asked = request_or_404(employee, request_id)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _decide(
            request,
            employee_id,
            request_id,
            lambda found: refuse_change(request=found, reason=reason, acting_user=request.user, now=timezone.now()),
            _("Refused. The person gets a mail with your reason."),
        )
    shown = asked_change(asked)
    if any(fact.is_secret for fact in shown.facts):
        note_identity_numbers(request.user, employee)
    context = {"employee": employee, "form": form, "asked": shown}
    return render(request, "hr/personal/change_refuse.html", context)


def _decide(
    request: CompanyRequest, employee_id: UUID, request_id: UUID, decide: Callable[[ChangeRequest], None], done: str
) -> HttpResponse:
    employee = employee_or_404(request.user, employee_id, to=Capability.MANAGE_PERSONAL, on=timezone.localdate())
    asked = request_or_404(employee, request_id)
    try:
        decide(asked)
    except PersonalRefusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return _page_of(SECTIONS[asked.section], employee)
