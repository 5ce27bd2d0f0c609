"""The screen of pay items."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.company_admin import RecordFilter, SearchedRecordFilter, column, company_admin
from core.http import CompanyRequest
from payroll.compensation import actions
from payroll.compensation.admin.screen import AmountForm, DatedForm, PayScreen, ValidityFilter
from payroll.compensation.models import PayItem
from payroll.compensation.wording import amount_text, days_text
from payroll.structures.models import AmountRule, PayComponent

_CHANGEABLE = tuple(actions.ItemChanges.__annotations__)


@admin.register(PayItem, site=company_admin)
class PayItemAdmin(PayScreen):
    """What people get, or have taken, beside their terms of pay."""

    form: type[DatedForm] = AmountForm
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "component")
    list_display: ClassVar[tuple[str, ...]] = ("person", "component", "sum", "is_one_off", "days")
    list_display_links: ClassVar[tuple[str, ...]] = ("person", "component")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ValidityFilter,
        ("employee", SearchedRecordFilter),
        ("component", RecordFilter),
        "is_one_off",
    )
    ordering: ClassVar[tuple[str, ...]] = ("employee__last_name", "employee__first_name", "-start_date")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("employee", "component", "amount")}),
        (_("Days"), {"fields": ("is_one_off", ("start_date", "end_date"))}),
        (None, {"fields": ("note",)}),
    )

    def heading_of(self, obj: PayItem) -> str:
        """Whose, what, and when."""
        return f"{obj}, {days_text(obj.start_date, obj.end_date)}"

    @column(_("Amount"), ordering="amount")
    def sum(self, item: PayItem) -> str:
        """With its currency."""
        return amount_text(item.amount, item.currency)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Components whose amount is entered for each person."""
        if db_field.name == "component":
            kwargs["queryset"] = PayComponent.objects.filter(rule=AmountRule.ENTERED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: CompanyRequest, obj: PayItem, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Add an item, or correct it."""
        clean = form.cleaned_data
        if change:
            changes: Any = {name: clean[name] for name in _CHANGEABLE if name in form.changed_data}
            saved = actions.change_item(item=obj, acting_user=request.user, **changes)
        else:
            saved = actions.add_item(**{name: clean[name] for name in ("employee", *_CHANGEABLE)}, acting_user=request.user)
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: PayItem) -> None:  # type: ignore[override]
        """Take back what was added by mistake."""
        actions.delete_item(item=obj, acting_user=request.user)
