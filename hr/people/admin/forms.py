"""What the screens of people ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from core.company_admin import CompanyModelForm, DayInput
from hr.people.actions import WorkEmailTaken
from hr.people.models import Department, Employee
from hr.people.queries import list_departments
from tenants.accounts.access import grantable_roles
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import Role, User
from tenants.company_settings.choices import time_zone_choices


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Generic to mypy only.
    """Checkboxes of the roles that the person who looks may give."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(Role.objects.none(), label=_("Roles"), **options)

    def offer_to(self, giver: User) -> None:
        """Fill the choices; most people are simply employees."""
        self.queryset = grantable_roles(giver).exclude(code="")
        self.initial = self.queryset.filter(code=BuiltInRole.EMPLOYEE)


class EmployeeForm(CompanyModelForm):
    """A person, and on the way in whether they may sign in."""

    may_sign_in = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("They get an invitation at their work e-mail, to choose a password."),
    )
    roles = RolesField(required=False, help_text=_("What they may do. Only needed for people who may sign in."))
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

    def clean(self) -> dict[str, Any] | None:
        """Somebody who may sign in needs a role."""
        cleaned = super().clean() or {}
        if cleaned.get("may_sign_in") and "roles" in self.fields and not cleaned.get("roles"):
            self.add_error("roles", _("Choose at least one role, or switch “May sign in” off."))
        return cleaned


class LastDayForm(forms.Form):
    """When somebody leaves."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("The last day on which they work for you."))


class AccountForm(forms.Form):
    """What a new account may do."""

    roles = RolesField(help_text=_("What they may do."))


class MoveForm(forms.Form):
    """Where several people go."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = list_departments()  # type: ignore[attr-defined]  # A model's choice.
