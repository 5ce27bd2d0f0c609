"""The screen of document types."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from core.company_admin import CompanyModelAdmin, CompanyModelForm, FieldChoiceFilter, company_admin
from hr.documents.models import REMINDERS_AT_FIRST, DocumentType
from tenants.accounts.capabilities import Capability


class TypeForm(CompanyModelForm):
    """With days separated by commas."""

    reminder_days = SimpleArrayField(
        forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(365)]),
        label=_("Reminders"),
        required=False,
        max_length=5,
        widget=UnfoldAdminTextInputWidget,
        help_text=DocumentType._meta.get_field("reminder_days").help_text,
    )


@admin.register(DocumentType, site=company_admin)
class DocumentTypeAdmin(CompanyModelAdmin):
    """What kinds of documents there are, who sees them, and who adds them."""

    view_capability = Capability.VIEW_DOCUMENTS
    manage_capability = Capability.MANAGE_DOCUMENTS
    form = TypeForm
    kept_message = _("There are documents of the type “%(object)s”, so it stays. Untick “in use”, and nobody can add more of them.")
    list_display: ClassVar[tuple[str, ...]] = (
        "name",
        "data_group",
        "shown_to_employee",
        "uploaded_by_employee",
        "expires",
        "is_active",
    )
    list_filter: ClassVar[tuple[Any, ...]] = (("data_group", FieldChoiceFilter), "is_active")
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "is_active")}),
        (_("Who sees it"), {"fields": ("data_group", "shown_to_employee", "uploaded_by_employee")}),
        (_("Validity"), {"fields": ("expires", "reminder_days")}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Reminders as most want them."""
        return {"reminder_days": [*REMINDERS_AT_FIRST], **super().get_changeform_initial_data(request)}
