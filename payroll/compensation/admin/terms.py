"""The screen of pay terms."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.company_admin import FieldChoiceFilter, SearchedRecordFilter, column, company_admin
from core.http import CompanyRequest
from payroll.compensation import actions
from payroll.compensation.admin.screen import PayScreen, ValidityFilter
from payroll.compensation.models import PayTerms
from payroll.compensation.wording import days_text, frequency_text, rate_text

_CHANGEABLE = tuple(actions.TermsChanges.__annotations__)


@admin.register(PayTerms, site=company_admin)
class PayTermsAdmin(PayScreen):
    """What everybody is paid, and was, and will be."""

    list_heading = _("Pay terms")
    list_display: ClassVar[tuple[str, ...]] = ("person", "job", "rate", "paid", "days")
    list_display_links: ClassVar[tuple[str, ...]] = ("person", "rate")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ValidityFilter,
        ("employee", SearchedRecordFilter),
        ("frequency", FieldChoiceFilter),
        ("basis", FieldChoiceFilter),
    )
    ordering: ClassVar[tuple[str, ...]] = ("employee__last_name", "employee__first_name", "job", "-start_date")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("employee", "job")}),
        (_("Pay"), {"fields": (("amount", "basis"), "currency", "frequency")}),
        (
            _("Days"),
            {
                "fields": (("start_date", "end_date"),),
                "description": _(
                    "For a rise, add new terms from its first day. Those that run now end the day before and stay in the list."
                ),
            },
        ),
    )

    def heading_of(self, obj: PayTerms) -> str:
        """Whose, and when."""
        return f"{obj}, {days_text(obj.start_date, obj.end_date)}"

    @column(_("Pay"), ordering="amount")
    def rate(self, terms: PayTerms) -> str:
        """The amount and what it is for."""
        return rate_text(terms)

    @column(_("Paid"))
    def paid(self, terms: PayTerms) -> str:
        """How often."""
        return frequency_text(terms)

    def get_changeform_initial_data(self, request: CompanyRequest) -> dict[str, Any]:
        """Most people have a salary by the year or month, paid every month."""
        return {"basis": "annual", "frequency": "monthly", **super().get_changeform_initial_data(request)}

    def save_model(self, request: CompanyRequest, obj: PayTerms, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Agree on new terms, or correct these."""
        clean = form.cleaned_data
        if change:
            changes: Any = {name: clean[name] for name in _CHANGEABLE if name in form.changed_data}
            saved = actions.change_terms(terms=obj, acting_user=request.user, **changes)
        else:
            saved = actions.agree_terms(**{name: clean[name] for name in ("employee", *_CHANGEABLE)}, acting_user=request.user)
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: PayTerms) -> None:  # type: ignore[override]
        """Take back what was agreed by mistake."""
        actions.delete_terms(terms=obj, acting_user=request.user)
