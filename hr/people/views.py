"""Somebody's employment, and who saw one's data. Everybody here is signed in: the middleware sees to it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.audit.queries import looks_at
from core.dates import local_date
from core.http import CompanyRequest
from hr.calendars.queries import default_calendar, holidays_of_year
from hr.people.access import get_employee, may
from hr.people.forms import YearForm
from hr.people.models import Employee
from hr.people.planned import calendar_of
from hr.people.queries import employee_of_user, employment_of
from hr.people.screens import holiday_months, look_rows
from hr.people.tabs import profile_tabs
from hr.people.timeline import employment_timeline
from tenants.accounts.capabilities import Capability

PAGE_SIZE = 50


@require_safe
def show_employment(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """When somebody was, is and will be employed, and as what."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    try:
        employee = get_employee(request.user, employee_id, to=Capability.VIEW_JOB, on=today)
    except Employee.DoesNotExist as error:
        raise Http404 from error
    periods, terms = employment_of(employee)
    context = {
        "employee": employee,
        "tabs": profile_tabs(viewer=request.user, employee=employee, current="employee_employment", on=today),
        "entries": employment_timeline(periods, terms, today=today),
        "may_change": may(request.user, Capability.MANAGE_JOB, employee, on=today),
    }
    return render(request, "hr/people/employee_employment.html", context)


@require_safe
def show_own_data(request: CompanyRequest) -> HttpResponse:
    """Who saw one's own salary, bank accounts and medical data."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    employee = employee_of_user(request.user, on=today)
    if employee is None:
        return render(request, "hr/people/own_data.html", {"employee": None})
    page = Paginator(looks_at(employee), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "hr/people/own_data.html", {"employee": employee, "page": page, "looks": look_rows(page)})


@require_safe
def show_holidays(request: CompanyRequest) -> HttpResponse:
    """The holidays of a year in one's own calendar: the location's, or the company's."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    form = YearForm(request.GET, today=today)
    if not form.is_valid():
        raise Http404
    year = form.cleaned_data["year"]
    employee = employee_of_user(request.user, on=today)
    calendar = calendar_of(employee) if employee else default_calendar()
    holidays = holidays_of_year(calendar, year) if calendar else []
    context = {"calendar": calendar, "months": holiday_months(holidays, today=today), "year": year, "count": len(holidays)}
    return render(request, "hr/people/holidays.html", context)
