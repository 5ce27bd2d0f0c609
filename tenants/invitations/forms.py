"""What somebody who is invited enters, and what whoever invites does."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from core.company_admin import CompanyModelForm
from core.tenancy import is_in_company
from tenants.accounts.forms import PASSWORD_HELP, ResetPasswordForm as AccountsResetPasswordForm
from tenants.accounts.models import Role, User
from tenants.invitations.models import Invitation
from tenants.invitations.rules import MOST_AT_ONCE, Invitee, read_invitee


class AcceptForm(forms.Form):
    """The address that was invited, and a password for it."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The address at which you got the invitation."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invited: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._invited = invited

    def clean_password(self) -> str:
        """A password that is not easily guessed, also by who knows this person."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self._invited)
        return password


class InvitePeopleForm(CompanyModelForm):
    """People who are no employees, such as an accountant or an auditor: one a line."""

    people = forms.CharField(
        label=_("People"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6, "placeholder": "Erin Eld <erin@accountants.example>"}),
        help_text=_(
            "One person a line: name, then e-mail address, such as “Erin Eld, erin@accountants.example”. Two columns copied from a "
            "table will do. Employees are invited on their own page."
        ),
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Roles"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("What all of them may do."),
    )

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = ()

    def clean_people(self) -> list[Invitee]:
        """Whom the lines name; every line that names nobody gets its complaint."""
        invitees: dict[str, Invitee] = {}
        problems = []
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            if not line.strip():
                continue
            invitee = read_invitee(line)
            if invitee is None or not _is_possible(invitee):
                problems.append(
                    _("Line %(number)s: write a name and an e-mail address, such as “Erin Eld <erin@accountants.example>”.")
                    % {"number": number}
                )
                continue
            if invitee.email in invitees:
                problems.append(_("Line %(number)s: this address stands here twice.") % {"number": number})
            elif User.objects.filter(email=invitee.email).exists():
                problems.append(_("Line %(number)s: this address has an account already.") % {"number": number})
            invitees[invitee.email] = invitee
        if len(invitees) > MOST_AT_ONCE:
            problems.append(_("At most %(count)s people can be invited at once.") % {"count": MOST_AT_ONCE})
        if problems:
            raise forms.ValidationError(problems[:20])
        return list(invitees.values())


def _is_possible(invitee: Invitee) -> bool:
    try:
        User._meta.get_field("full_name").run_validators(invitee.full_name)
        User._meta.get_field("email").run_validators(invitee.email)
    except forms.ValidationError:
        return False
    return True


class ResetPasswordForm(AccountsResetPasswordForm):
    """No code for somebody who has not accepted their invitation: it alone sets a first password, as long as it is good."""

    def clean_email(self) -> str:
        """The address; people who are invited are left out as if they had no account."""
        email: str = super().clean_email()
        if is_in_company():
            users: list[User] = vars(self)["users"]
            waiting = set(Invitation.objects.filter(user__in=users, accepted_at=None).values_list("user_id", flat=True))
            self.users = [user for user in users if user.pk not in waiting]
        return email
