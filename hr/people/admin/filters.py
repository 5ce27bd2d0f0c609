"""Filters of the list of employees."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import ChoiceFilter, DayRangeFilter
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.queries import list_departments, list_locations, list_managers


class EmploymentFilter(ChoiceFilter):
    """People who work here now or will, unless others are asked for."""

    title = _("employment")
    parameter_name = "employment"
    all_option = ("", _("Here or starting"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """In the order of a working life."""
        return [("future", _("Not started yet")), ("now", _("Working now")), ("past", _("Has left")), ("all", _("Everybody"))]

    def queryset(self, request: HttpRequest, queryset: EmployeeQuerySet) -> EmployeeQuerySet:
        """By the dates of employment and the company's date today."""
        today = timezone.localdate()
        match self.value():
            case "future":
                return queryset.filter(Q(period__start_date__gt=today))
            case "now":
                return queryset.not_left(today).filter(Q(period__start_date__lte=today))
            case "past":
                return queryset.filter(Q(period__end_date__lt=today))
            case "all":
                return queryset
        # A search finds everybody, or it would hide who is looked for.
        return queryset if request.GET.get("q") else queryset.not_left(today)


class AccountFilter(ChoiceFilter):
    """Who has an account."""

    title = _("account")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("Has an account")), ("no", _("Has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        """By the account."""
        return queryset.filter(user__isnull=self.value() == "no") if self.value() else queryset


class DepartmentFilter(ChoiceFilter):
    """The department that people are in."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All of them."""
        return [(str(department.pk), department.name) for department in list_departments()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        """By the terms of today."""
        return queryset.filter(Q(terms__department=self.value())) if self.value() else queryset


class LocationFilter(ChoiceFilter):
    """Where people work."""

    title = _("location")
    parameter_name = "location"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All of them."""
        return [(str(location.pk), location.name) for location in list_locations()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        """By the terms of today."""
        return queryset.filter(Q(terms__location=self.value())) if self.value() else queryset


class ManagerFilter(ChoiceFilter):
    """Whom people report to."""

    title = _("manager")
    parameter_name = "manager"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Those to whom somebody reports."""
        return [(str(manager.pk), manager.full_name) for manager in list_managers(on=timezone.localdate())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        """By the terms of today."""
        return queryset.filter(Q(terms__manager=self.value())) if self.value() else queryset


class FirstDayFilter(DayRangeFilter):
    """When the employment began that the list shows."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.field_path = "period__start_date"
