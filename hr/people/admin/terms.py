"""The screen of terms of employment: every change, made or planned, of everybody."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.company_admin import (
    ChoiceFilter,
    DayRangeFilter,
    FieldChoiceFilter,
    RecordFilter,
    SearchedRecordFilter,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.http import CompanyRequest
from core.moments import day_text
from hr.people import actions
from hr.people.admin.reach import ReachModelAdmin
from hr.people.models import EmploymentTerms
from tenants.accounts.capabilities import Capability


class TermsFilter(ChoiceFilter):
    """By where today lies."""

    title = _("time")
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """In the order of time."""
        return [("past", _("Past")), ("now", _("Now")), ("planned", _("Planned"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[EmploymentTerms]) -> QuerySet[EmploymentTerms]:
        """By the company's date today."""
        today = timezone.localdate()
        match self.value():
            case "past":
                return queryset.filter(end_date__lt=today)
            case "now":
                return queryset.filter(Q(end_date__isnull=True) | Q(end_date__gte=today), start_date__lte=today)
            case "planned":
                return queryset.filter(start_date__gt=today)
        return queryset


@admin.register(EmploymentTerms, site=company_admin)
class EmploymentTermsAdmin(ReachModelAdmin):
    """Made on the page of the person; taken back here, and never edited."""

    view_capability = Capability.VIEW_JOB
    manage_capability = Capability.MANAGE_JOB
    list_heading = _("Terms of employment")
    refusals: ClassVar[Any] = {actions.PeopleRefusal: None}
    list_display: ClassVar[tuple[str, ...]] = (
        "employee",
        "first_day",
        "last_day",
        "job_title",
        "department",
        "manager",
        "location",
        "contract_type",
    )
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "department", "manager", "location")
    list_filter: ClassVar[tuple[Any, ...]] = (
        TermsFilter,
        ("employee", SearchedRecordFilter),
        ("department", RecordFilter),
        ("location", RecordFilter),
        ("work_pattern", RecordFilter),
        ("contract_type", FieldChoiceFilter),
        ("start_date", DayRangeFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name", "job_title", "cost_center")
    search_help_text = _("Name, job title or cost centre")
    ordering: ClassVar[tuple[str, ...]] = ("-start_date", "id")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("manager",)
    actions_detail: ClassVar[tuple[str, ...]] = ("withdraw",)
    fields: ClassVar[tuple[str, ...]] = ("employee", "first_day", "last_day", *actions.TermsChanges.__annotations__)
    readonly_fields: ClassVar[tuple[str, ...]] = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A change is made on the page of the person."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is recorded is corrected on the page of the person."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taken back instead."""
        return False

    def has_withdraw_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change this person's employment."""
        return super().has_change_permission(request, self.get_object(request, object_id) if object_id else None)

    def heading_of(self, obj: EmploymentTerms) -> str:
        """Whose, and since when."""
        return str(_("%(person)s from %(day)s") % {"person": obj.employee, "day": day_text(obj.start_date)})

    @column(_("From"), ordering="start_date")
    def first_day(self, terms: EmploymentTerms) -> str:
        """The first day on which they hold."""
        return day_text(terms.start_date)

    @column(_("Until"), ordering=F("end_date").asc(nulls_last=True))  # type: ignore[arg-type]  # Django takes expressions too.
    def last_day(self, terms: EmploymentTerms) -> Any:
        """The last one, if there is one."""
        return day_text(terms.end_date) if terms.end_date else _("goes on")

    @record_action(_("Take the change back"), icon="undo", permission="withdraw", url_path="withdraw")
    def withdraw(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask once more."""
        terms = self.get_object(request, object_id)
        if terms is None:
            raise Http404

        def perform(_clean: dict[str, Any]) -> Promise | str:
            actions.withdraw_terms(terms=terms, acting_user=request.user)
            return _("The change is taken back.")

        return show_action_page(
            self,
            request,
            terms,
            form=forms.Form(request.POST or None),
            perform=perform,
            title=_("Take the change back"),
            explanation=_("What was so before %(day)s goes on, as if this change had never been entered.")
            % {"day": day_text(terms.start_date)},
            button=_("Take it back"),
            back_url=reverse("admin:people_employee_change", args=[terms.employee_id]),
        )
