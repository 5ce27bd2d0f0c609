"""The personal record on the screen of an employee: its entries in tabs, each for whoever may see that group of data.

Numbers of identity and of bank accounts are not among them: they stand on the person's own pages, where looking is written down.
"""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _g, gettext_lazy as _
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminSelectWidget

from core.company_admin import CompanyModelAdmin, column
from core.countries import country_name
from core.http import CompanyRequest
from hr.people.access import allowed_over
from hr.people.models import Employee
from hr.personal.actions.changes import submit_change
from hr.personal.forms.entries import COUNTRY_FIELDS, country_choices
from hr.personal.models import Address, Certificate, ChangeVerb, Dependant, Education, EmergencyContact, PersonalRecord, Skill
from hr.personal.sections import SECTIONS
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

_ASKED = {Capability.VIEW_PERSONAL, Capability.VIEW_JOB, Capability.MANAGE_PERSONAL}


def _allowed(request: HttpRequest, employee: Employee | None) -> set[Capability]:
    """What whoever looks may do with the record of the person whose screen it is; one statement for all tabs.

    Django asks about the person first, and then without naming them. On the screen of somebody new there is no record.
    """
    if employee is not None and not hasattr(request, "allowed_over_employee"):
        allowed = allowed_over(cast("User", request.user), employee, _ASKED, on=timezone.localdate())
        request.allowed_over_employee = allowed  # type: ignore[attr-defined]
    return getattr(request, "allowed_over_employee", set())


class EntryInline(StackedInline):  # type: ignore[misc]  # Unfold ships no types.
    """The entries of one table."""

    extra = 0
    tab = True
    formfield_overrides = CompanyModelAdmin.formfield_overrides
    view: ClassVar[Capability] = Capability.VIEW_PERSONAL

    def has_view_permission(self, request: HttpRequest, obj: Employee | None = None) -> bool:
        """Whoever may see this group of the person's data."""
        return self.view in _allowed(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Employee | None = None) -> bool:
        """Whoever manages the person's record, as on its own pages."""
        return Capability.MANAGE_PERSONAL in _allowed(request, obj)

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the person, whom each is named after."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("employee")

    def get_fields(self, request: HttpRequest, obj: Employee | None = None) -> list[Any]:
        """Countries by name also where nothing is asked."""
        fields = list(super().get_fields(request, obj))
        if self.has_change_permission(request, obj):
            return fields
        return [_shown(each) if isinstance(each, str) else tuple(map(_shown, each)) for each in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Employee | None = None) -> list[str]:
        """The names of countries, for who only looks."""
        return [] if self.has_change_permission(request, obj) else [_shown(name) for name in COUNTRY_FIELDS]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Countries to choose from."""
        if db_field.name in COUNTRY_FIELDS:
            label = capfirst(str(db_field.verbose_name))
            return forms.ChoiceField(
                label=label, required=not db_field.blank, choices=country_choices, widget=UnfoldAdminSelectWidget
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @column(_("Country"))
    def country_in_words(self, entry: Any) -> str:
        """By name."""
        return country_name(entry.country)

    @column(_("Nationality"))
    def nationality_in_words(self, entry: Any) -> str:
        """By name."""
        return country_name(entry.nationality)

    @column(_("Second nationality"))
    def second_nationality_in_words(self, entry: Any) -> str:
        """By name."""
        return country_name(entry.second_nationality)


def _shown(name: str) -> str:
    return f"{name}_in_words" if name in COUNTRY_FIELDS else name


class RecordInline(EntryInline):
    """The person, and how to reach them."""

    model = PersonalRecord
    extra = max_num = 1
    can_delete = False
    fields: ClassVar[tuple[Any, ...]] = (
        ("preferred_name", "pronouns"),
        ("date_of_birth", "gender"),
        ("marital_status",),
        ("nationality", "second_nationality"),
        ("personal_email", "mobile_phone"),
        ("home_phone", "work_phone"),
    )


class AddressInline(EntryInline):
    """Where they live."""

    model = Address
    fields: ClassVar[tuple[Any, ...]] = ("kind", ("street", "details"), ("postcode", "city"), ("region", "country"))


class EmergencyContactInline(EntryInline):
    """Whom to call."""

    model = EmergencyContact
    fields: ClassVar[tuple[Any, ...]] = (("name", "relationship"), ("phone", "other_phone"), "email")


class DependantInline(EntryInline):
    """Whom they provide for."""

    model = Dependant
    fields: ClassVar[tuple[Any, ...]] = (("name", "relationship"), ("date_of_birth", "lives_with_employee"))


class EducationInline(EntryInline):
    """What they learned."""

    model = Education
    view = Capability.VIEW_JOB
    fields: ClassVar[tuple[Any, ...]] = (("institution", "qualification"), ("subject", "finished_in"))


class SkillInline(EntryInline):
    """What they can do."""

    model = Skill
    view = Capability.VIEW_JOB
    fields: ClassVar[tuple[Any, ...]] = (("name", "level"),)


class CertificateInline(EntryInline):
    """What they may do, and until when."""

    model = Certificate
    view = Capability.VIEW_JOB
    fields: ClassVar[tuple[Any, ...]] = (("name", "issuer"), "number", ("issued_on", "expires_on"))


INLINES = (
    RecordInline,
    AddressInline,
    EmergencyContactInline,
    DependantInline,
    EducationInline,
    SkillInline,
    CertificateInline,
)


def save_entries(request: CompanyRequest, formset: BaseInlineFormSet) -> None:  # type: ignore[type-arg]  # Generic to mypy only.
    """Write what was changed as the person's own pages do; what stands in one's own record may have to be asked for.

    Raises PersonalRefusal.
    """
    sections = [section for section in SECTIONS.values() if section.model is formset.model]
    for form in formset.forms:
        is_new, verb = form in formset.extra_forms, ChangeVerb.CHANGE
        if form in formset.deleted_forms:
            verb = ChangeVerb.REMOVE
        elif not form.has_changed():
            continue
        elif is_new and sections[0].is_list:
            verb = ChangeVerb.ADD
        for section in sections:
            names = set(section.fields).intersection(section.fields if verb == ChangeVerb.ADD else form.changed_data)
            if not names and verb != ChangeVerb.REMOVE:
                continue
            asked = submit_change(
                employee=formset.instance,
                section=section,
                verb=verb,
                entry_id=None if is_new or not section.is_list else form.instance.pk,
                values={} if verb == ChangeVerb.REMOVE else {name: form.cleaned_data[name] for name in names},
                acting_user=request.user,
                now=timezone.now(),
            )
            if asked is not None:
                messages.info(request, _g("You have asked for this. It holds as soon as somebody in charge has approved it."))
    # What Django would tell its own log.
    formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
