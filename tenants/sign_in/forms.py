"""The forms of second factors in our words, and the company's rules."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm, ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminRadioSelectWidget

from core.company_admin import CompanyModelForm
from tenants.accounts.models import Role
from tenants.sign_in.models import SecondFactorRule


def _ask_for_code(form: forms.Form, label: Any) -> None:
    field = form.fields["code"]
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(inputmode="numeric", autofocus=True, maxlength="9")
    field.widget.attrs["class"] = "code-input"


class AuthenticateForm(AllauthAuthenticateForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """Six digits of an app, or eight of a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code of your app, or a recovery code"))


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The same, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code of your app, or a recovery code"))


class AddAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The first code of a new app proves that it was set up rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code that the app shows now"))


# What allauth and fido2 raise when they read an answer that no browser makes.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The answer of a passkey as the second step."""

    def clean_credential(self) -> Authenticator:
        """Whose passkey it is. An answer that cannot be read is one that is wrong."""
        try:
            return super().clean_credential()
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_passkey") from error
        except forms.ValidationError as error:
            # allauth speaks of codes here, too.
            if error.code != "incorrect_code":
                raise
            raise get_adapter().validation_error("incorrect_passkey") from error


class SignInWithPasskeyForm(PasskeyForm, LoginWebAuthnForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The answer of a passkey, which alone signs in."""


class ReauthenticateWithPasskeyForm(PasskeyForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The answer of a passkey of somebody who is signed in."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """A name for a new passkey; it may also sign in by itself."""

    def clean(self) -> dict[str, Any]:
        """The new passkey. An answer that cannot be read is one that is wrong."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_passkey") from error
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN).count()
        self.fields["name"].label = _("Name")
        self.fields["name"].initial = self.initial["name"] = _("Passkey %(number)s") % {"number": count + 1}
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, your face or its PIN.")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].widget.attrs["maxlength"] = "60"


class PolicyForm(CompanyModelForm):
    """The company's rules, with choices for keys."""

    second_factor = forms.ChoiceField(
        label=_("Two-step sign-in"), choices=SecondFactorRule.choices, widget=UnfoldAdminRadioSelectWidget
    )
    # Not the model's own name: a form saves keys there, and shows roles here.
    roles = forms.ModelMultipleChoiceField(
        Role.objects.order_by("name"),
        label=_("Required of"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("If two steps are required: of people with one of these roles. Choose none for everybody."),
    )

    class Meta:
        labels = {
            "password_min_length": _("Characters of the shortest password"),
            "session_hours": _("Hours until a session ends"),
            "idle_minutes": _("Minutes until an idle session ends"),
        }
        help_texts = {"second_factor_grace_days": _("For so long people get in without it, and are reminded.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "roles" in self.fields:
            self.fields["roles"].initial = self.instance.second_factor_roles
