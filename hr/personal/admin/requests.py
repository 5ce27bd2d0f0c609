"""The screens of what waits for somebody's yes; it is decided on the person's own page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.company_admin import CompanyModelAdmin, FieldChoiceFilter, column, company_admin
from core.moments import moment_text
from hr.personal.models import BankDetails, ChangeRequest
from hr.personal.sections import SECTIONS
from tenants.accounts.capabilities import Capability


def section_title(code: str) -> str:
    """What a section of the record is called."""
    return str(SECTIONS[code].title) if code in SECTIONS else code


class _ReadOnlyAdmin(CompanyModelAdmin):
    """What happened; decided on the person's own page."""

    page_name: ClassVar[str]
    list_filter: ClassVar[tuple[Any, ...]] = (("status", FieldChoiceFilter),)
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "requested_by", "decided_by")
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name")
    search_help_text = _("Find a person by name")
    ordering: ClassVar[tuple[str, ...]] = ("-requested_at", "-id")

    @column(_("Asked"), ordering="requested_at")
    def asked(self, obj: Any) -> str:
        """When."""
        return moment_text(obj.requested_at)

    @column(_("Decided"))
    def decided(self, obj: Any) -> str:
        """When, if it is."""
        return moment_text(obj.decided_at) if obj.decided_at else ""

    @column(_("Where it is decided"))
    def page(self, obj: Any) -> SafeString:
        """A link to the person's page."""
        return format_html('<a class="text-link" href="{}">{}</a>', reverse(self.page_name, args=[obj.employee_id]), obj.employee)


@admin.register(ChangeRequest, site=company_admin)
class ChangeRequestAdmin(_ReadOnlyAdmin):
    """What employees asked to be changed; without the values, which stand on the person's page."""

    view_capability = Capability.VIEW_PERSONAL
    page_name = "personal_record"
    list_heading = _("Requested changes")
    list_display: ClassVar[tuple[str, ...]] = ("employee", "what", "status", "asked", "decided")
    list_display_links: ClassVar[tuple[str, ...]] = ("employee", "what")
    fields: ClassVar[tuple[str, ...]] = ("page", "what", "status", "requested_by", "asked", "decided_by", "decided", "reason")

    @column(_("What"))
    def what(self, request: ChangeRequest) -> str:
        """The verb and the section."""
        return f"{request.get_verb_display()}: {section_title(request.section)}"


@admin.register(BankDetails, site=company_admin)
class BankDetailsAdmin(_ReadOnlyAdmin):
    """Changes of bank details; without the accounts, which stand on the person's page."""

    view_capability = Capability.VIEW_BANK
    page_name = "bank_details"
    list_heading = _("Changes of bank details")
    list_display: ClassVar[tuple[str, ...]] = ("employee", "status", "requested_by", "asked", "holds_from")
    list_display_links: ClassVar[tuple[str, ...]] = ("employee",)
    fields: ClassVar[tuple[str, ...]] = ("page", "status", "requested_by", "asked", "decided_by", "decided", "holds_from")

    @column(_("Holds from"), ordering="effective_from")
    def holds_from(self, details: BankDetails) -> str:
        """When the pay goes there, if it is confirmed."""
        return moment_text(details.effective_from) if details.effective_from else ""
