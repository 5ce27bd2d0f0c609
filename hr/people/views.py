"""The directory and its profiles. Everybody here is signed in: the middleware sees to it."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.audit.queries import looks_at
from core.dates import local_date
from core.http import CompanyRequest
from core.moments import day_text
from hr.calendars.queries import default_calendar, holidays_of_year
from hr.people.access import get_employee, may, visible_profiles
from hr.people.forms import DirectoryForm, YearForm
from hr.people.models import Employee
from hr.people.planned import calendar_of
from hr.people.queries import (
    DirectoryOrder,
    employee_of_user,
    employment_of,
    find_in_directory,
    list_departments,
    list_reports,
    terms_on,
)
from hr.people.screens import holiday_months, look_rows
from hr.people.tabs import profile_tabs
from hr.people.timeline import employment_timeline
from tenants.accounts.capabilities import Capability

PAGE_SIZE = 50


@require_safe
@permission_required(Capability.VIEW_PEOPLE.value, raise_exception=True)
def show_directory(request: CompanyRequest) -> HttpResponse:
    """Everybody who works here, by search, department and order."""
    form = DirectoryForm(request.GET, departments=list(list_departments()))
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    asked = form.cleaned_data
    people = find_in_directory(
        today=local_date(timezone.now(), request.company_settings.time_zone),
        words=asked.get("q", ""),
        department_id=asked.get("department"),
        order=asked.get("sort", DirectoryOrder.NAME),
    )
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    is_filtered = bool(asked.get("q") or asked.get("department"))
    return render(request, "hr/people/employee_list.html", {"form": form, "page": page, "is_filtered": is_filtered})


@require_safe
def show_profile(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """One person: who they are, what they do, whom they work with. Nothing private."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    employee = get_object_or_404(visible_profiles(request.user, on=today), pk=employee_id)
    last_day = employee.period.end_date
    context = {
        "employee": employee,
        # The manager's own terms; each of the reports brings theirs.
        "manager_title": _title_of(employee.terms.manager, today),
        "reports": list_reports(manager=employee, today=today),
        "tabs": profile_tabs(viewer=request.user, employee=employee, current="employee_detail", on=today),
        "started": day_text(employee.period.start_date),
        "left_on": day_text(last_day) if last_day and last_day < today else "",
    }
    return render(request, "hr/people/employee_detail.html", context)


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


def _title_of(employee: Employee | None, today: date) -> str:
    terms = terms_on(employee, today) if employee else None
    return terms.job_title if terms else ""
