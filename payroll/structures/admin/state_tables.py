"""The screen of a company's own state tables."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import FieldChoiceFilter, column, company_admin
from core.http import CompanyRequest
from core.moments import day_text
from payroll.structures import actions
from payroll.structures.admin.screen import PayScreen
from payroll.structures.book import bracket_table
from payroll.structures.forms import StateTableForm
from payroll.structures.models import StateTableKind, StateTaxTable
from payroll.structures.texts import write_brackets


@admin.register(StateTaxTable, site=company_admin)
class StateTableAdmin(PayScreen):
    """Figures of American states, counties and cities, by the days for which they hold."""

    form = StateTableForm
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.FiguresDaysTaken: "start_date",
        actions.FiguresRefused: "brackets",
        **PayScreen.refusals,
    }
    list_display: ClassVar[tuple[str, ...]] = ("name", "code", "tax", "days")
    list_filter: ClassVar[tuple[Any, ...]] = (("kind", FieldChoiceFilter),)
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name")
    search_help_text = _("Code or name")
    conditional_fields: ClassVar[dict[str, str]] = {
        "rate": "kind == 'flat'",
        "brackets": "kind == 'brackets'",
        **dict.fromkeys(("deduction", "allowance", "credit", "whole_dollars"), "kind != 'none'"),
    }
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("name", "code", "kind", "rate", "brackets"),
                "description": _(
                    "Rooster has no figures of states, counties and cities, and does not check these: whatever comes of them is "
                    "marked as not verified. People name the code in their tax details."
                ),
            },
        ),
        (_("Taken off"), {"fields": ("deduction", "allowance", "credit", "whole_dollars")}),
        (_("Days of payment"), {"fields": (("start_date", "end_date"),)}),
    )

    def get_changeform_initial_data(self, request: CompanyRequest) -> dict[str, Any]:
        """For a year: most states change their figures in January."""
        today = timezone.localdate()
        year = {"start_date": today.replace(month=1, day=1), "end_date": today.replace(month=12, day=31)}
        return {**year, **super().get_changeform_initial_data(request)}

    @column(_("Tax"))
    def tax(self, table: StateTaxTable) -> str:
        """The rates on one line."""
        if table.kind == StateTableKind.BRACKETS:
            return write_brackets(bracket_table(table)).replace("\n", ", ")
        return f"{(table.rates[0] * 100).normalize():f} %" if table.rates else str(_("Nothing is withheld"))

    @column(_("Days of payment"), ordering="start_date")
    def days(self, table: StateTaxTable) -> str:
        """From when to when."""
        return f"{day_text(table.start_date)} – {day_text(table.end_date)}"

    def save_model(self, request: CompanyRequest, obj: StateTaxTable, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        actions.save_state_table(table=obj, acting_user=request.user)

    def delete_model(self, request: CompanyRequest, obj: StateTaxTable) -> None:  # type: ignore[override]  # One kind of row.
        """Through the action."""
        actions.delete_state_table(table=obj, acting_user=request.user)
