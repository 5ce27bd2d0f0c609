"""What somebody is paid, for themselves and for whoever may see it. Everybody here is signed in: the middleware sees to it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import local_date
from core.http import CompanyRequest
from hr.people.access import get_employee
from hr.people.models import Employee
from hr.people.queries import employee_of_user
from hr.people.tabs import profile_tabs
from payroll.compensation.queries import items_of, loans_of, terms_of
from payroll.compensation.screens import item_rows, loan_rows, pay_by_job
from tenants.accounts.capabilities import Capability


@require_safe
def show_own_pay(request: CompanyRequest) -> HttpResponse:
    """One's own pay."""
    employee = employee_of_user(request.user, on=timezone.localdate())
    if employee is None:
        return render(request, "payroll/compensation/no_employee.html")
    return _pay(request, employee.pk, is_own=True)


@require_safe
def show_pay(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Somebody's pay, for whoever may see it; that they looked is written down."""
    return _pay(request, employee_id, is_own=False)


def _pay(request: CompanyRequest, employee_id: UUID, *, is_own: bool) -> HttpResponse:
    today = local_date(timezone.now(), request.company_settings.time_zone)
    try:
        employee = get_employee(request.user, employee_id, to=Capability.VIEW_SALARY, on=today)
    except Employee.DoesNotExist as error:
        raise Http404 from error
    context = {
        "employee": employee,
        "is_own": is_own,
        "tabs": [] if is_own else profile_tabs(viewer=request.user, employee=employee, current="employee_pay", on=today),
        "jobs": pay_by_job(terms_of(employee), today),
        "items": item_rows(items_of(employee, today)),
        "loans": loan_rows(loans_of(employee)),
    }
    return render(request, "payroll/compensation/pay.html", context)
