"""The screen of closed pay periods."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.company_admin import CompanyModelAdmin, column, company_admin
from core.http import CompanyRequest
from core.moments import day_text
from payroll.compensation import actions
from payroll.compensation.models import PayClosing
from tenants.accounts.capabilities import Capability


@admin.register(PayClosing, site=company_admin)
class PayClosingAdmin(CompanyModelAdmin):
    """Until when pay is final: nothing that was paid changes afterwards."""

    view_capability = Capability.VIEW_PAYROLL
    manage_capability = Capability.MANAGE_PAYROLL
    list_display: ClassVar[tuple[str, ...]] = ("frequency", "until")
    ordering: ClassVar[tuple[str, ...]] = ("frequency",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("frequency", "closed_until"),
                "description": _(
                    "Nobody can change pay terms, employment or anything else that would alter what was paid until this day. "
                    "An earlier day opens pay again; the history shows who did it."
                ),
            },
        ),
    )

    @column(_("Closed until"), ordering="closed_until")
    def until(self, closing: PayClosing) -> str:
        """The last final day."""
        return day_text(closing.closed_until)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Only the day changes."""
        return [] if obj is None else ["frequency"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An earlier day does it."""
        return False

    def save_model(self, request: CompanyRequest, obj: PayClosing, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Close, or open again."""
        saved = actions.close_pay(frequency=obj.frequency, closed_until=form.cleaned_data["closed_until"], acting_user=request.user)
        obj.__dict__.update(saved.__dict__)
