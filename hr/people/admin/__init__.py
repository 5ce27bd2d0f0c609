"""Departments, locations and terms in the company administration, and what `hr.lifecycle` makes the screen of employees of."""

from django.urls import reverse
from django.utils import timezone
from unfold.dataclasses import SearchResult

from core.http import CompanyRequest
from hr.people.access import OTHERS, reach_of
from hr.people.admin import phrases as _phrases  # noqa: F401 - registers what the trail says.
from hr.people.admin.custom_fields import CustomFieldAdmin
from hr.people.admin.departments import DepartmentAdmin
from hr.people.admin.employees import EmployeeAdmin
from hr.people.admin.locations import LocationAdmin
from hr.people.admin.terms import EmploymentTermsAdmin
from hr.people.directory import find_in_directory
from tenants.accounts.capabilities import Capability

__all__ = ["CustomFieldAdmin", "DepartmentAdmin", "EmployeeAdmin", "EmploymentTermsAdmin", "LocationAdmin", "search_people"]


def search_people(request: CompanyRequest, words: str) -> list[SearchResult]:
    """What the search over all pages finds among the people."""
    today = timezone.localdate()
    reach = reach_of(request.user, Capability.VIEW_JOB, on=today, scopes=OTHERS)
    found = find_in_directory(today=today, words=words).filter(reach)[:8]
    found = found or find_in_directory(today=today, words=words, is_misspelt=True).filter(reach)[:8]
    return [
        SearchResult(
            title=employee.full_name,
            description=employee.terms.job_title or employee.work_email,
            link=reverse("admin:people_employee_change", args=[employee.pk]),
            icon="person",
        )
        for employee in found
    ]
