"""The screen of garnishment orders."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from core.company_admin import SearchedRecordFilter, column, company_admin
from core.form_fields import OneLineField
from core.http import CompanyRequest
from payroll.compensation import actions
from payroll.compensation.admin.ledgers import ledger_table
from payroll.compensation.admin.screen import DatedForm, PayForm, PayScreen, ValidityFilter
from payroll.compensation.models import GarnishmentOrder
from payroll.compensation.wording import amount_text, plain_amount
from payroll.engine.garnishments import GarnishmentKind

_SAID = tuple(actions.OrderChanges.__annotations__)


class OrderForm(PayForm):
    """The reference stands on one line, though its column, being encrypted, is a text."""

    reference = OneLineField(
        label=_("Reference"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Of the order; kept encrypted."),
    )


@admin.register(GarnishmentOrder, site=company_admin)
class GarnishmentOrderAdmin(PayScreen):
    """What courts and offices have ordered to be taken from people's pay."""

    form: type[DatedForm] = OrderForm
    kept_message = _("Something was taken for %(object)s already, so it cannot be deleted. Give it a last day instead.")
    list_display: ClassVar[tuple[str, ...]] = ("person", "name", "priority", "takes", "protects", "days")
    list_display_links: ClassVar[tuple[str, ...]] = ("person", "name")
    list_filter: ClassVar[tuple[Any, ...]] = (ValidityFilter, ("employee", SearchedRecordFilter))
    readonly_fields: ClassVar[tuple[str, ...]] = ("takings",)
    ordering: ClassVar[tuple[str, ...]] = ("employee__last_name", "employee__first_name", "priority", "-start_date")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("employee", "name", "payee", "reference")}),
        (_("Takes"), {"fields": ("priority", ("kind", "value"), "currency", "protected_earnings", "total")}),
        (_("Days"), {"fields": (("start_date", "end_date"),)}),
    )
    taken_fieldset: ClassVar[Any] = (_("Taken so far"), {"fields": ("takings",)})

    def get_fieldsets(self, request: HttpRequest, obj: GarnishmentOrder | None = None) -> Any:
        """With what paydays took, once there is an order."""
        return self.fieldsets if obj is None else (*self.fieldsets, self.taken_fieldset)

    @column(_("Paydays"))
    def takings(self, order: GarnishmentOrder) -> SafeString:
        """The ledger; of an order with a total, what was owed after each."""
        entries = ((entry, _("Taken from pay") if entry.amount > 0 else _("Given back")) for entry in order.entries.all())
        left = {} if order.total is None else {"left_label": _("Still owed"), "owed_before": order.total}
        return ledger_table(entries, order.currency, sign=-1, **left)

    @column(_("Takes"))
    def takes(self, order: GarnishmentOrder) -> str:
        """An amount, or a percentage."""
        if order.kind == GarnishmentKind.AMOUNT:
            return amount_text(order.value, order.currency)
        return f"{plain_amount(order.value)} %"

    @column(_("Protected earnings"))
    def protects(self, order: GarnishmentOrder) -> str:
        """Below which net pay it takes nothing."""
        return amount_text(order.protected_earnings, order.currency)

    def save_model(self, request: CompanyRequest, obj: GarnishmentOrder, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Record an order, or change what it says."""
        clean = form.cleaned_data
        if change:
            changes: Any = {name: clean[name] for name in _SAID if name in form.changed_data}
            saved = actions.change_order(order=obj, acting_user=request.user, **changes)
        else:
            says: Any = {name: clean[name] for name in _SAID}
            saved = actions.add_order(employee=clean["employee"], acting_user=request.user, **says)
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: GarnishmentOrder) -> None:  # type: ignore[override]
        """Take back what was recorded by mistake."""
        actions.delete_order(order=obj, acting_user=request.user)
