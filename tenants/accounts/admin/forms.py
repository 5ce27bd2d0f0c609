"""What the screens of accounts and roles ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.company_admin import CompanyModelForm
from core.form_fields import OneLineField
from tenants.accounts.capabilities import Capability, DataGroup, Scope, possible_scopes
from tenants.accounts.models import Role, User

# Of the company as a whole; each is there or is not.
SWITCHES = (
    Capability.ENTER_ADMIN,
    Capability.VIEW_PEOPLE,
    Capability.MANAGE_PEOPLE,
    Capability.MANAGE_ROLES,
    Capability.VIEW_SETTINGS,
    Capability.MANAGE_SETTINGS,
    Capability.VIEW_BILLING,
    Capability.MANAGE_BILLING,
    Capability.VIEW_AUDIT,
)


@dataclass(frozen=True)
class MatrixRow:
    """A group of data with its two inputs: whose one may see, whose one may change."""

    label: str
    inputs: tuple[forms.BoundField, forms.BoundField]


class ScopeField(forms.ChoiceField):
    """Over whom something is allowed."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Knows the words for what is chosen, too, for those who may not change it."""
        bound = super().get_bound_field(form, field_name)
        chosen = form.get_initial_for_field(self, field_name)
        bound.chosen_label = Scope(chosen).label if chosen else ""  # type: ignore[attr-defined]
        return bound


class RoleForm(forms.Form):
    """A role: its name, and for each group of an employee's data whose it allows to be seen and to be changed.

    Offered is what the role may ever allow and the person who edits may give. What the role allows already and that person may
    not take away stands there and cannot be changed.
    """

    name = OneLineField(label=_("Name"), max_length=80, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, role: Role, editor: User, start: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.role = role
        current = start if start is not None else dict(role.grants.values_list("capability", "scope"))
        self.fields["name"].initial = role.name
        # Built-in roles keep their names, which people know from the manual.
        self.fields["name"].disabled = bool(role.code)
        for group in DataGroup:
            for capability in (group.view, group.manage):
                self.fields[capability.value] = self._scope_field(capability, current.get(capability, ""), editor)
        for capability in SWITCHES:
            self.fields[capability.value] = forms.BooleanField(
                label=capability.label,
                required=False,
                initial=capability in current,
                disabled=not (editor.has_perm(capability) and possible_scopes(role.code, capability)),
                widget=UnfoldBooleanSwitchWidget,
            )

    def _scope_field(self, capability: Capability, current: str, editor: User) -> ScopeField:
        possible = possible_scopes(self.role.code, capability)
        given = [scope for scope in possible if scope == current or editor.may_give([(capability, scope)])]
        return ScopeField(
            label=capability.label,
            required=False,
            choices=[("", _("Nobody")), *((scope.value, scope.label) for scope in given)],
            initial=current,
            disabled=not given or (bool(current) and not editor.may_give([(capability, current)])),
            widget=UnfoldAdminSelectWidget({"aria-label": capability.label}),
        )

    def rows(self) -> Iterator[MatrixRow]:
        """The matrix."""
        for group in DataGroup:
            yield MatrixRow(str(group.label), (self[group.view.value], self[group.manage.value]))

    def switches(self) -> list[forms.BoundField]:
        """What a role allows for the company as a whole."""
        return [self[capability.value] for capability in SWITCHES]

    def grants(self) -> dict[Capability, Scope]:
        """What was chosen; call it on a valid form. Whoever may change a thing sees it too, and that is written down."""
        chosen = {code: Scope(self.cleaned_data[code]) for group in DataGroup for code in self._of(group)}
        for group in DataGroup:
            if group.manage in chosen:
                chosen.setdefault(group.view, chosen[group.manage])
        return chosen | {code: Scope.COMPANY for code in SWITCHES if self.cleaned_data[code.value]}

    def _of(self, group: DataGroup) -> Iterator[Capability]:
        return (capability for capability in (group.view, group.manage) if self.cleaned_data[capability.value])


class AccountForm(CompanyModelForm):
    """The roles of an account."""

    # Not "roles": Django would save a field of the model's own name past our action.
    given_roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Roles"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("What this person may do is the sum of the roles. It changes with their next page."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "given_roles" in self.fields:
            self.fields["given_roles"].initial = self.instance.roles.all()
