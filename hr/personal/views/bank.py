"""Where somebody's pay goes, and changes of that."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import CompanyRequest
from core.moments import moment_text
from core.proofs import ask_again
from hr.people.access import may
from hr.people.tabs import profile_tabs
from hr.personal.access import employee_or_404
from hr.personal.actions.bank import confirm_bank_details, refuse_bank_details, request_bank_details, withdraw_bank_details
from hr.personal.actions.refusals import PersonalRefusal
from hr.personal.forms import BankAccountFormSet
from hr.personal.forms.bank import MOST_ACCOUNTS, initial_of
from hr.personal.models import BankDetails, BankDetailsStatus
from hr.personal.queries import accounts_of, details_at, details_in_the_making, get_policy, others_paid_to, record_of
from hr.personal.screens import account_rows
from tenants.accounts.capabilities import Capability


@require_safe
def show_bank_details(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """The accounts that hold, and the change under way."""
    employee, now = employee_or_404(request.user, employee_id, to=Capability.VIEW_BANK, on=timezone.localdate()), timezone.now()
    current = details_at(employee_ids=[employee.pk], moment=now).get(employee.pk)
    coming = details_in_the_making(employee, now=now)
    may_change = may(request.user, Capability.MANAGE_BANK, employee, on=timezone.localdate())
    is_own = employee.user_id == request.user.pk
    context = {
        "employee": employee,
        "is_own": is_own,
        "record": record_of(employee),
        "accounts": account_rows(current) if current else [],
        "holds_since": moment_text(current.effective_from) if current and current.effective_from else "",
        "may_change": may_change,
        "coming": _coming(request, coming, may_change=may_change, is_own=is_own) if coming else None,
        "tabs": profile_tabs(viewer=request.user, employee=employee, current="bank_details", on=timezone.localdate()),
    }
    return render(request, "hr/personal/bank.html", context)


def _coming(request: CompanyRequest, details: BankDetails, *, may_change: bool, is_own: bool) -> dict[str, object]:
    is_waiting = details.status == BankDetailsStatus.WAITING
    may_confirm = may_change and is_waiting and not is_own and details.requested_by_id != request.user.pk
    return {
        "id": details.pk,
        "accounts": account_rows(details),
        "is_waiting": is_waiting,
        "asked_by": details.requested_by,
        "asked_at": moment_text(details.requested_at),
        "holds_from": moment_text(details.effective_from or details.cooling_ends_at),
        "may_confirm": may_confirm,
        "others": others_paid_to(details, now=timezone.now()) if may_confirm else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change_bank_details(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Ask for other accounts, or another split."""
    employee, now = employee_or_404(request.user, employee_id, to=Capability.MANAGE_BANK, on=timezone.localdate()), timezone.now()
    if late := ask_again(request):
        return late
    if request.method == "POST":
        formset = BankAccountFormSet(request.POST)
        if "more" in request.POST:
            formset = formset.with_one_more()
        elif formset.is_valid():
            try:
                request_bank_details(employee=employee, accounts=formset.new_accounts(), acting_user=request.user, now=now)
            except PersonalRefusal as refusal:
                messages.error(request, str(refusal.message))
            else:
                messages.success(request, _("Asked for. Mails about it are on their way to the person."))
            return redirect("bank_details", employee.pk)
    else:
        current = details_at(employee_ids=[employee.pk], moment=now).get(employee.pk)
        first = {"holder_name": employee.full_name, "country": request.company_settings.country}
        formset = BankAccountFormSet(initial=initial_of(accounts_of(current)) if current else [first])
    context = {"employee": employee, "formset": formset, "policy": get_policy(), "may_add": len(formset.forms) < MOST_ACCOUNTS}
    return render(request, "hr/personal/bank_form.html", context)


@require_POST
def withdraw_change_of_bank(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Stop the change under way."""
    return _decide(request, employee_id, withdraw_bank_details, _("The change is withdrawn. The pay goes where it went."))


@require_POST
def confirm_change_of_bank(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Confirm the change under way, as the second person."""
    return _decide(request, employee_id, confirm_bank_details, _("Confirmed. The change holds when the cooling-off time is over."))


@require_POST
def refuse_change_of_bank(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Refuse the change under way, as the second person."""
    return _decide(request, employee_id, refuse_bank_details, _("Refused. The pay goes where it went."))


def _decide(request: CompanyRequest, employee_id: UUID, decide: Callable[..., object], done: str) -> HttpResponse:
    employee, now = employee_or_404(request.user, employee_id, to=Capability.MANAGE_BANK, on=timezone.localdate()), timezone.now()
    details = details_in_the_making(employee, now=now)
    # What the person saw, not what has taken its place since.
    if details is None or str(details.pk) != request.POST.get("details"):
        messages.error(request, _("That change is not under way any more. Look at what stands here now."))
    else:
        try:
            decide(details=details, acting_user=request.user, now=now)
        except PersonalRefusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, done)
    return redirect("bank_details", employee.pk)
