"""The screen of the rules for personal records."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from core.company_admin import CompanyModelAdmin, CompanyModelForm, company_admin
from core.http import CompanyRequest
from hr.personal.actions.policy import PolicyChanges, change_policy
from hr.personal.models import AT_FIRST, PersonalPolicy
from hr.personal.sections import SECTIONS
from tenants.accounts.capabilities import Capability


class PolicyForm(CompanyModelForm):
    """The rules with choices instead of codes."""

    asked_sections = forms.MultipleChoiceField(
        label=_("Employees ask for changes of"),
        choices=lambda: [(section.code, section.title) for section in SECTIONS.values()],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=PersonalPolicy._meta.get_field("asked_sections").help_text,
    )
    reminder_days = SimpleArrayField(
        forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(365)]),
        label=_("Reminders of certificates"),
        required=False,
        max_length=5,
        widget=UnfoldAdminTextInputWidget,
        help_text=PersonalPolicy._meta.get_field("reminder_days").help_text,
    )


@admin.register(PersonalPolicy, site=company_admin)
class PersonalPolicyAdmin(CompanyModelAdmin):
    """One row, and before somebody has changed anything not even that."""

    # Whoever takes the second person and the cooling-off time away opens the way to everybody's pay.
    asks_again = True
    view_capability = Capability.MANAGE_SETTINGS
    manage_capability = Capability.MANAGE_SETTINGS
    form = PolicyForm
    list_heading = _("Rules for personal records")
    fieldsets: ClassVar[Any] = (
        (_("Own record"), {"fields": ("asked_sections", "shows_work_phones")}),
        (_("Bank details"), {"fields": ("bank_cooling_hours", "bank_needs_second_person")}),
        (_("Certificates"), {"fields": ("reminder_days",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row, always."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one row, always."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> PersonalPolicy | None:
        """The row, or what holds without it."""
        found: PersonalPolicy | None = super().get_object(request, object_id, from_field)
        return found or (PersonalPolicy(**AT_FIRST) if object_id == "1" else None)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Straight to the form."""
        return redirect("admin:personal_personalpolicy_change", 1)

    def response_change(self, request: HttpRequest, obj: PersonalPolicy) -> HttpResponse:
        """Back to the form."""
        messages.success(request, _("The rules are saved."))
        return redirect(request.path)

    def save_model(self, request: CompanyRequest, obj: PersonalPolicy, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, only what was changed."""
        names = [name for name in PolicyChanges.__annotations__ if name in form.changed_data]
        change_policy(acting_user=request.user, **{name: form.cleaned_data[name] for name in names})
