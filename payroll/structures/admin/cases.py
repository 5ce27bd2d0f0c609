"""The screen of golden cases: each with whether it holds now."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.company_admin import RecordFilter, column, company_admin
from core.http import CompanyRequest
from payroll.structures import actions
from payroll.structures.admin.screen import PayScreen
from payroll.structures.book import Book
from payroll.structures.cases import check_cases
from payroll.structures.forms import CaseForm
from payroll.structures.models import GoldenCase

_HOLDS, _BROKEN = _("Holds"), _("Broken")


@admin.register(GoldenCase, site=company_admin)
class GoldenCaseAdmin(PayScreen):
    """Values and what must come of them."""

    form = CaseForm
    list_display: ClassVar[tuple[str, ...]] = ("name", "of", "now", "expected_text", "got_text")
    export_columns: ClassVar[tuple[str, ...]] = ("name", "of")
    list_select_related: ClassVar[tuple[str, ...]] = ("component", "structure")
    list_filter: ClassVar[tuple[Any, ...]] = (("component", RecordFilter), ("structure", RecordFilter))
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the case")
    fieldsets = ((None, {"fields": ("name", "component", "structure", "values", "expected")}),)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With what comes of each case on the page: a few statements for all of them."""
        changelist = super().get_changelist_instance(request)
        for outcome in check_cases(changelist.result_list, Book()):
            outcome.case.outcome = outcome  # type: ignore[attr-defined]  # For the columns below.
        return changelist

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What a trial hands on."""
        return {name: request.GET[name] for name in ("component", "structure", "values", "expected") if name in request.GET}

    @column(_("Of"))
    def of(self, case: GoldenCase) -> str:
        """The component or the structure."""
        return str(case.component or case.structure)

    @column(_("Now"), label={_HOLDS: "success", _BROKEN: "danger"})
    def now(self, case: Any) -> Any:
        """Whether it holds."""
        return _HOLDS if case.outcome.holds else _BROKEN

    @column(_("Expected"))
    def expected_text(self, case: Any) -> str:
        """The figures, or those that differ."""
        return str(case.outcome.expected) or "–"

    @column(_("Got"))
    def got_text(self, case: Any) -> str:
        """The figures, or why there are none."""
        return str(case.outcome.why or case.outcome.got)

    def save_model(self, request: CompanyRequest, obj: GoldenCase, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        actions.save_case(case=obj, acting_user=request.user)

    def delete_model(self, request: CompanyRequest, obj: GoldenCase) -> None:  # type: ignore[override]  # One kind of row.
        """Through the action."""
        actions.delete_case(case=obj, acting_user=request.user)
