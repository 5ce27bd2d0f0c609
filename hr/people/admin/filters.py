"""Filters of the list of employees."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import ChoiceFilter
from hr.people.models import Employee


class EmploymentFilter(ChoiceFilter):
    """People who work here now or will, unless others are asked for."""

    title = _("employment")
    parameter_name = "employment"
    all_option = ("", _("Here or starting"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """In the order of a working life."""
        return [("future", _("Not started yet")), ("now", _("Working now")), ("past", _("Has left")), ("all", _("Everybody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        """By the dates of employment and the company's date today."""
        today = timezone.localdate()
        has_left = Q(end_date__lt=today)
        match self.value():
            case "future":
                return queryset.filter(start_date__gt=today)
            case "now":
                return queryset.filter(start_date__lte=today).exclude(has_left)
            case "past":
                return queryset.filter(has_left)
            case "all":
                return queryset
        # A search finds everybody, or it would hide who is looked for.
        return queryset if request.GET.get("q") else queryset.exclude(has_left)


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
