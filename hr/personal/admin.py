"""The company administration's screens of personal records: the rules, and what waits for somebody's yes."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _g, gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from core.audit.sentences import register_phrases
from core.company_admin import CompanyModelAdmin, CompanyModelForm, FieldChoiceFilter, column, company_admin
from core.countries import country_name
from core.http import CompanyRequest
from core.moments import moment_text
from hr.personal.actions.policy import PolicyChanges, change_policy
from hr.personal.models import AT_FIRST, BankDetails, ChangeRequest, PersonalPolicy
from hr.personal.rules.identifiers import KINDS
from hr.personal.sections import SECTIONS
from tenants.accounts.capabilities import Capability


def _section_title(code: str) -> str:
    return str(SECTIONS[code].title) if code in SECTIONS else code


def _section_titles(codes: list[str]) -> str:
    return get_text_list([_section_title(code) for code in codes], _g("and"))


def _kind_of_number(code: str) -> str:
    return str(KINDS[code].name) if code in KINDS else code


register_phrases(
    {
        "personalpolicy:changed": _("%(actor)s changed the rules for personal records: %(changes)s."),
        "personalrecord:photo_changed": _("%(actor)s changed %(object)s’s photo."),
        "personalrecord:photo_removed": _("%(actor)s removed %(object)s’s photo."),
        "changerequest:asked": _("%(actor)s asked for a change of %(object)s’s record: %(value)s."),
        "changerequest:approved": _("%(actor)s approved a change of %(object)s’s record: %(value)s."),
        "changerequest:refused": _("%(actor)s refused a change of %(object)s’s record: %(value)s."),
        "changerequest:withdrawn": _("%(actor)s withdrew a change of %(object)s’s record: %(value)s."),
        "bankdetails:asked": _("%(actor)s asked for other bank details of %(object)s: %(value)s."),
        "bankdetails:confirmed": _("%(actor)s confirmed the new bank details of %(object)s."),
        "bankdetails:refused": _("%(actor)s refused the new bank details of %(object)s."),
        "bankdetails:withdrawn": _("%(actor)s withdrew the new bank details of %(object)s."),
    },
    {
        "personal.personalpolicy.asked_sections": _section_titles,
        "personal.changerequest.section": _section_title,
        "personal.identifier.kind": _kind_of_number,
        **dict.fromkeys(
            (
                "personal.address.country",
                "personal.identifier.country",
                "personal.personalrecord.nationality",
                "personal.personalrecord.second_nationality",
            ),
            country_name,
        ),
    },
    labels={"personal.bankdetails.banks": _("banks")},
)


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
        return f"{request.get_verb_display()}: {_section_title(request.section)}"


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
