"""The directory, and the overview of a person."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import local_date
from core.http import CompanyRequest
from core.moments import day_text
from hr.custom_fields.words import in_words
from hr.directory.forms import DirectoryForm
from hr.people.access import listed_fields, visible_profiles
from hr.people.directory import DirectoryOrder, find_in_directory, parts_of
from hr.people.models import Department, Employee
from hr.people.queries import list_departments, list_locations, list_managers, list_reports, terms_on
from hr.people.tabs import profile_tabs
from hr.personal.queries import shows_work_phones
from tenants.accounts.capabilities import Capability

PAGE_SIZE = 50
MOST_ALIKE = 200
CARDS = "cards"
_PORTRAITS = ("personal_record", "terms__manager__personal_record")


@require_safe
@permission_required(Capability.VIEW_PEOPLE.value, raise_exception=True)
def show_directory(request: CompanyRequest) -> HttpResponse:
    """Everybody who works here, by search, filters and order; as a list or as cards."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    departments = list(list_departments())
    managers = list_managers(on=today).only("first_name", "last_name")
    form = DirectoryForm(request.GET, departments=departments, locations=list_locations(), managers=managers)
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    page, is_misspelt = _found(request, _search(form.cleaned_data, departments), today)
    fields = listed_fields(request.user)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "fields": fields,
        "rows": [(each, [in_words(field, each.custom_values.get(field.key)) for field in fields]) for each in page],
        "is_misspelt": is_misspelt,
        "is_filtered": bool(form.cleaned_data.get("q") or form.narrowing),
        "shows_cards": form.cleaned_data.get("view") == CARDS,
    }
    return render(request, "hr/directory/employee_list.html", context)


def _search(asked: dict[str, Any], departments: list[Department]) -> dict[str, Any]:
    return {
        "words": asked.get("q", ""),
        # Somebody of a part of a department is of the department, too.
        "department_ids": parts_of(asked["department"], departments) if asked.get("department") else None,
        "location_id": asked.get("location"),
        "manager_id": asked.get("manager"),
        "contract_type": asked.get("contract", ""),
        "joining": asked.get("joining"),
        "order": asked.get("sort", DirectoryOrder.MATCH),
    }


def _found(request: CompanyRequest, search: dict[str, Any], today: date) -> tuple[Page[Employee], bool]:
    """Who is found, and whether only because somebody's name is much like what was asked for."""
    for is_misspelt in (False, True):
        people = find_in_directory(today=today, is_misspelt=is_misspelt, **search)
        people = people.select_related("personal_record").annotate(shows_phone=shows_work_phones())
        # Of what is only alike there is seldom more than a page, so it is fetched without being counted first.
        page = Paginator(list(people[:MOST_ALIKE]) if is_misspelt else people, PAGE_SIZE).get_page(request.GET.get("page"))
        if page.paginator.count or not search["words"]:
            return page, is_misspelt
    return page, False


@require_safe
def show_profile(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """One person: who they are, what they do, whom they work with. Nothing private."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    visible = visible_profiles(request.user, on=today).select_related(*_PORTRAITS).annotate(shows_phone=shows_work_phones())
    employee = get_object_or_404(visible, pk=employee_id)
    last_day = employee.period.end_date
    context = {
        "employee": employee,
        # The manager's own terms; each of the reports brings theirs.
        "manager_title": _title_of(employee.terms.manager, today),
        "reports": list_reports(manager=employee, today=today).select_related("personal_record"),
        "tabs": profile_tabs(viewer=request.user, employee=employee, current="employee_detail", on=today),
        "started": day_text(employee.period.start_date),
        "left_on": day_text(last_day) if last_day and last_day < today else "",
    }
    return render(request, "hr/directory/employee_detail.html", context)


def _title_of(employee: Employee | None, today: date) -> str:
    terms = terms_on(employee, today) if employee else None
    return terms.job_title if terms else ""
