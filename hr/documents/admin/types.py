"""The screen of document types."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.company_admin import CompanyModelAdmin, FieldChoiceFilter, company_admin
from hr.documents.models import DocumentType
from tenants.accounts.capabilities import Capability


@admin.register(DocumentType, site=company_admin)
class DocumentTypeAdmin(CompanyModelAdmin):
    """What kinds of documents there are, who sees them, and who adds them."""

    view_capability = Capability.VIEW_DOCUMENTS
    manage_capability = Capability.MANAGE_DOCUMENTS
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
        (_("Validity"), {"fields": ("expires",)}),
    )
