"""The screens of the company's own figures: tables of brackets and parameters."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import column, company_admin
from core.http import CompanyRequest
from core.moments import day_text
from payroll.structures import actions
from payroll.structures.admin.screen import PayScreen
from payroll.structures.book import bracket_table
from payroll.structures.forms import EditForm, TableForm
from payroll.structures.models import PayParameter, PayTable
from payroll.structures.texts import write_brackets


@admin.register(PayTable, site=company_admin)
class TableAdmin(PayScreen):
    """Brackets and rates, by the day from which they hold."""

    form = TableForm
    list_display: ClassVar[tuple[str, ...]] = ("name", "code", "since", "brackets_text")
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name")
    search_help_text = _("Code or name")
    fieldsets = ((None, {"fields": ("name", "code", "valid_from", "brackets")}),)

    @column(_("Valid from"), ordering="valid_from")
    def since(self, table: PayTable) -> str:
        """In the company's format."""
        return day_text(table.valid_from)

    @column(_("Brackets"))
    def brackets_text(self, table: PayTable) -> str:
        """On one line."""
        return write_brackets(bracket_table(table)).replace("\n", ", ")

    def save_model(self, request: CompanyRequest, obj: PayTable, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        actions.save_table(table=obj, **self.edit_of(request, form))

    def delete_model(self, request: CompanyRequest, obj: PayTable) -> None:  # type: ignore[override]  # One kind of row.
        """Unless formulas name it."""
        actions.delete_table(table=obj, acting_user=request.user, now=timezone.now())


@admin.register(PayParameter, site=company_admin)
class ParameterAdmin(PayScreen):
    """Single figures, by the day from which they hold."""

    form = EditForm
    list_display: ClassVar[tuple[str, ...]] = ("name", "code", "since", "figure")
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name")
    search_help_text = _("Code or name")
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "code", "valid_from", "value"),
                "description": _("To change a figure from a day on, add it again with the same code and that day."),
            },
        ),
    )

    @column(_("Valid from"), ordering="valid_from")
    def since(self, parameter: PayParameter) -> str:
        """In the company's format."""
        return day_text(parameter.valid_from)

    @column(_("Value"))
    def figure(self, parameter: PayParameter) -> str:
        """Without zeros that say nothing."""
        return f"{parameter.value.normalize():f}"

    def save_model(self, request: CompanyRequest, obj: PayParameter, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        actions.save_parameter(parameter=obj, **self.edit_of(request, form))

    def delete_model(self, request: CompanyRequest, obj: PayParameter) -> None:  # type: ignore[override]  # One kind of row.
        """Unless formulas name it."""
        actions.delete_parameter(parameter=obj, acting_user=request.user, now=timezone.now())
