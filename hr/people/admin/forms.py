"""What the screens of people ask for."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.company_admin import CompanyModelForm, DayInput, SearchInput, company_admin
from core.form_fields import OneLineField
from hr.calendars.models import WorkPattern
from hr.calendars.queries import list_patterns
from hr.people.actions import TermsChanges, WorkEmailTaken
from hr.people.models import Department, Employee, EmploymentTerms, Location
from hr.people.queries import list_departments, list_locations
from tenants.accounts.access import grantable_roles
from tenants.accounts.capabilities import BuiltInRole, Capability
from tenants.accounts.models import Role, User
from tenants.company_settings.choices import time_zone_choices


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Generic to mypy only.
    """Checkboxes of the roles that the person who looks may give."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(Role.objects.none(), label=_("Roles"), **options)

    def offer_to(self, giver: User, *, has_proved: bool) -> None:
        """Fill the choices; most people are simply employees.

        At an unlocked computer nobody opens the administration to somebody: that takes a proof of who one is.
        """
        offered = grantable_roles(giver).exclude(code="")
        powerful = offered.filter(grants__capability=Capability.ENTER_ADMIN)
        if not has_proved and powerful.exists():
            offered = offered.exclude(pk__in=powerful)
            hint = _("Roles that open the administration are given on the account’s own page, which asks first who you are.")
            self.help_text = format_lazy("{} {}", self.help_text, hint)
        self.queryset = offered
        self.initial = self.queryset.filter(code=BuiltInRole.EMPLOYEE)


class TermsForm(forms.Form):
    """As what somebody is employed."""

    job_title = OneLineField(label=_("Job title"), required=False, widget=UnfoldAdminTextInputWidget)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("None"), widget=UnfoldAdminSelectWidget
    )
    manager = forms.ModelChoiceField(
        Employee.objects.all(),
        label=_("Manager"),
        required=False,
        widget=SearchInput(EmploymentTerms._meta.get_field("manager"), company_admin),
    )
    location = forms.ModelChoiceField(
        Location.objects.none(), label=_("Location"), required=False, empty_label=_("None"), widget=UnfoldAdminSelectWidget
    )
    contract_type = forms.ChoiceField(label=_("Contract"), widget=UnfoldAdminSelectWidget)
    weekly_hours = forms.DecimalField(label=_("Hours a week"), required=False, widget=UnfoldAdminDecimalFieldWidget)
    work_pattern = forms.ModelChoiceField(
        WorkPattern.objects.none(),
        label=_("Work pattern"),
        required=False,
        empty_label=_("The company’s hours"),
        widget=UnfoldAdminSelectWidget,
    )
    full_time_equivalent = forms.DecimalField(label=_("Full-time equivalent"), widget=UnfoldAdminDecimalFieldWidget)
    cost_center = OneLineField(label=_("Cost centre"), required=False, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in {"department": list_departments(), "location": list_locations(), "work_pattern": list_patterns()}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # A model's choice.
        for name in TermsChanges.__annotations__:
            # What the model says holds here too: lengths, bounds, choices, what stands there first.
            column: Any = EmploymentTerms._meta.get_field(name)
            field: Any = self.fields[name]
            field.validators = [*field.validators, *column.validators]
            field.help_text = column.help_text
            if column.has_default() and field.initial is None:
                field.initial = column.get_default()
            if column.choices:
                field.choices = column.choices


class ChangeTermsForm(TermsForm):
    """What changes, and from which day on."""

    start_date = forms.DateField(
        label=_("From"), widget=DayInput, help_text=_("The first day on which it is so. It may lie ahead, and in the past.")
    )
    field_order = ("start_date",)


class RehireForm(TermsForm):
    """From when on somebody works here again, and as what."""

    start_date = forms.DateField(label=_("First day"), widget=DayInput)
    field_order = ("start_date",)


class EmployeeForm(CompanyModelForm):
    """A person."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The company's")), *time_zone_choices()],
        widget=UnfoldAdminSelectWidget,
        help_text=_("Only if this person works in another zone than the company."),
    )

    def clean_work_email(self) -> str:
        """Addresses are compared without regard to case."""
        email: str = self.cleaned_data["work_email"].strip().lower()
        if Employee.objects.filter(work_email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(WorkEmailTaken.message)
        return email


class HireForm(TermsForm, EmployeeForm):
    """A new person: from when on, as what, and whether they may sign in."""

    start_date = forms.DateField(label=_("First day"), widget=DayInput)
    may_sign_in = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("They get an invitation at their work e-mail, to choose a password."),
    )
    roles = RolesField(required=False, help_text=_("What they may do. Only needed for people who may sign in."))

    def clean(self) -> dict[str, Any] | None:
        """Somebody who may sign in needs a role."""
        cleaned = super().clean() or {}
        if cleaned.get("may_sign_in") and not cleaned.get("roles"):
            self.add_error("roles", _("Choose at least one role, or switch “May sign in” off."))
        return cleaned


class LastDayForm(forms.Form):
    """When somebody leaves."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("The last day on which they work for you."))


class FirstDayForm(forms.Form):
    """When somebody begins."""

    first_day = forms.DateField(label=_("First day"), widget=DayInput)


class AccountForm(forms.Form):
    """What a new account may do."""

    roles = RolesField(help_text=_("What they may do."))


class MoveForm(forms.Form):
    """Where several people go, and when."""

    start_date = forms.DateField(label=_("From"), widget=DayInput)
    field_order = ("department",)

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = list_departments()  # type: ignore[attr-defined]  # A model's choice.
