"""Changes of somebody's employment, for whoever may make them, outside the administration."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _g, gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.http import CompanyRequest
from core.moments import day_text
from hr.lifecycle import actions
from hr.lifecycle.forms import ChangeForm, HoursForm, LeaveForm, PromotionForm, TransferForm, first_day_for_changes
from hr.people import actions as people
from hr.people.access import get_employee
from hr.people.models import Employee
from hr.people.queries import nearest_period, terms_on
from tenants.accounts.actions import AccountRefusal
from tenants.accounts.capabilities import Capability

# Refusals, and the field that each belongs to.
_FIELDS: dict[type[Exception], str] = {
    people.ManagerCircle: "manager",
    people.NotEmployed: "start_date",
    people.ChangesClosed: "start_date",
}
_LEAVING_FIELDS: dict[type[Exception], str] = {
    people.EndsBeforeStart: "last_day",
    people.ChangesClosed: "last_day",
    people.ManagerCircle: "successor",
    actions.OwnSuccessor: "successor",
    actions.NoAccess: "access_ends_at",
    actions.AccessBeforeNow: "access_ends_at",
    AccountRefusal: "access_ends_at",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: what it is called, and what it asks for."""

    title: Promise
    button: Promise
    form: type[ChangeForm]


CHANGES = {
    "transfer": Change(_("Transfer"), _("Transfer"), TransferForm),
    "promote": Change(_("Promote"), _("Promote"), PromotionForm),
    "hours": Change(_("Change hours"), _("Change the hours"), HoursForm),
}


def employee_or_404(request: CompanyRequest, employee_id: UUID) -> Employee:
    """Somebody whose employment the person may change. Raises Http404."""
    try:
        return get_employee(request.user, employee_id, to=Capability.MANAGE_JOB, on=timezone.localdate())
    except Employee.DoesNotExist as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def change_employment(request: CompanyRequest, employee_id: UUID, change: str) -> HttpResponse:
    """Transfer, promote, change hours: some of the terms, from a day on."""
    employee, kind = employee_or_404(request, employee_id), CHANGES[change]
    day = first_day_for_changes(employee, timezone.localdate())
    shown = terms_on(employee, day) or employee.terms
    initial = {name: getattr(shown, name) for name in kind.form.terms}
    form = kind.form(request.POST or None, initial={"start_date": day, **initial})
    if form.is_valid():
        clean = dict(form.cleaned_data)
        # What was left as it stood is not meant to change on that day either.
        changes = {name: clean[name] for name in kind.form.terms if clean[name] != initial[name]}
        try:
            people.change_terms(employee=employee, start_date=clean["start_date"], acting_user=request.user, **changes)
        except people.PeopleRefusal as error:
            _show(form, error, _FIELDS)
        else:
            words = {"person": employee, "day": day_text(clean["start_date"])}
            messages.success(request, _g("%(person)s’s terms are changed from %(day)s.") % words)
            return redirect("employee_employment", employee.pk)
    return render(request, "hr/lifecycle/change_form.html", {"employee": employee, "form": form, "change": kind})


@require_http_methods(["GET", "HEAD", "POST"])
def end_employment(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """The last day, and what follows from it."""
    employee = employee_or_404(request, employee_id)
    user, now = employee.user, timezone.now()
    initial = {
        "last_day": nearest_period(employee, date.max).end_date or timezone.localdate(),
        "access_ends_at": user.access_ends_at if user and user.is_active else None,
        "successor": employee.terms.manager,
    }
    form = LeaveForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.leave(employee=employee, **form.cleaned_data, today=timezone.localdate(), now=now, acting_user=request.user)
        except (people.PeopleRefusal, actions.LifecycleRefusal, AccountRefusal) as error:
            _show(form, error, _LEAVING_FIELDS)
        else:
            words = {"person": employee, "day": day_text(form.cleaned_data["last_day"])}
            messages.success(request, _g("%(person)s’s last day is %(day)s.") % words)
            return redirect("employee_employment", employee.pk)
    return render(request, "hr/lifecycle/leave_form.html", {"employee": employee, "form": form})


def _show(form: ChangeForm | LeaveForm, error: Exception, fields: dict[type[Exception], str]) -> None:
    field = next((name for kind, name in fields.items() if isinstance(error, kind)), None)
    form.add_error(field if field in form.fields else None, str(getattr(error, "message", error)))
