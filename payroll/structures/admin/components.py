"""The screen of components, with the formula editor."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.company_admin import FieldChoiceFilter, column, company_admin
from core.http import CompanyRequest
from payroll.engine.case import Case
from payroll.structures import actions
from payroll.structures.admin.trial import TrialScreen
from payroll.structures.book import engine_component
from payroll.structures.content import formula_of
from payroll.structures.forms import ComponentForm
from payroll.structures.models import AmountRule, PayComponent
from payroll.structures.names import Name, names_of
from payroll.structures.trial import Trial, try_component


@admin.register(PayComponent, site=company_admin)
class ComponentAdmin(TrialScreen):
    """The lines of payslips."""

    form = ComponentForm
    case_of = "component"
    list_display: ClassVar[tuple[str, ...]] = ("name", "variant", "code", "kind", "how", "in_structures")
    list_filter: ClassVar[tuple[Any, ...]] = (("kind", FieldChoiceFilter), ("rule", FieldChoiceFilter))
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name", "variant")
    search_help_text = _("Code or name")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "code", "variant", "kind")}),
        (
            _("How much it is"),
            {"fields": ("rule", "formula", "amount", "percent", "table", "of", "condition", "proration")},
        ),
        (_("Tax and contributions"), {"fields": ("counts_towards",)}),
        (
            _("Rounding, payslip and ledger"),
            {"fields": ("rounding_places", "rounding_mode", "currency", "is_shown", "position", "ledger_account")},
        ),
    )
    kept_message = _("People’s pay items, loans or orders are paid under “%(object)s”, so it cannot be deleted. End those first.")
    conditional_fields: ClassVar[dict[str, str]] = {
        "formula": "rule == 'formula'",
        "amount": "rule == 'fixed'",
        "percent": "rule == 'share'",
        "table": "rule == 'table'",
        "of": "rule == 'share' || rule == 'table'",
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[PayComponent]:
        """With the structures of each."""
        components: QuerySet[PayComponent] = super().get_queryset(request)
        return components.prefetch_related("structures")

    @column(_("Amount"))
    def how(self, component: PayComponent) -> SafeString | str:
        """As a formula."""
        if component.rule == AmountRule.ENTERED:
            return component.get_rule_display()
        return format_html("<code>{}</code>", formula_of(engine_component(component, "")))

    @column(_("Structures"))
    def in_structures(self, component: PayComponent) -> str:
        """Their names."""
        return ", ".join(str(each) for each in component.structures.all()) or "–"

    def names(self, form: ComponentForm) -> list[Name]:
        """All that formulas may use."""
        return names_of(form.book)

    def tried(self, form: ComponentForm, written: dict[str, str], case: Case | None) -> Trial:
        """The component alone."""
        component: PayComponent = form.instance
        names, currency = form.book.with_code(component.code), form.book.currency_of(component)
        return try_component(engine_component(component, ""), names, written, currency, case=case)

    def save_model(self, request: CompanyRequest, obj: PayComponent, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, which looks at structures and golden cases."""
        actions.save_component(component=obj, **self.edit_of(request, form))

    def delete_model(self, request: CompanyRequest, obj: PayComponent) -> None:  # type: ignore[override]  # One kind of row.
        """Unless it is in use."""
        actions.delete_component(component=obj, acting_user=request.user, now=timezone.now())
