"""The screen of assignments: who is paid by which structure."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.company_admin import RecordFilter, SearchedRecordFilter, column, company_admin
from core.http import CompanyRequest
from payroll.structures import actions
from payroll.structures.admin.screen import PayScreen
from payroll.structures.forms import AssignmentForm
from payroll.structures.models import PayStructureAssignment


@admin.register(PayStructureAssignment, site=company_admin)
class AssignmentAdmin(PayScreen):
    """People, departments, everybody else."""

    form = AssignmentForm
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.AssignmentEndsFirst: "last_day",
        actions.AssignmentOverlaps: "first_day",
    }
    list_display: ClassVar[tuple[str, ...]] = ("who_text", "structure", "days")
    list_select_related: ClassVar[tuple[str, ...]] = ("structure", "employee", "department")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ("structure", RecordFilter),
        ("employee", SearchedRecordFilter),
        ("department", SearchedRecordFilter),
    )
    ordering: ClassVar[tuple[str, ...]] = ("-valid", "id")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("employee", "department")
    fieldsets = (
        (
            None,
            {
                "fields": ("structure", "employee", "department", "first_day", "last_day"),
                "description": _("The nearest counts: the person’s own, their department’s, the one for everybody else."),
            },
        ),
    )

    @column(_("Who"))
    def who_text(self, assignment: PayStructureAssignment) -> str:
        """A person, a department or everybody else."""
        return assignment.who

    @column(_("Days"), ordering="valid")
    def days(self, assignment: PayStructureAssignment) -> str:
        """From which to which."""
        return assignment.days_text

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """No golden case is broken by an assignment."""
        return self.fieldsets

    def save_model(self, request: CompanyRequest, obj: PayStructureAssignment, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        days = {name: form.cleaned_data[name] for name in ("first_day", "last_day")}
        actions.save_assignment(assignment=obj, acting_user=request.user, **days)

    def delete_model(self, request: CompanyRequest, obj: PayStructureAssignment) -> None:  # type: ignore[override]  # One kind of row.
        """As if it had never been."""
        actions.delete_assignment(assignment=obj, acting_user=request.user)
