"""The forms of signing in, in our words and with the right keyboards."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePasswordForm,
    LoginForm,
    ResetPasswordForm as AllauthResetPasswordForm,
)
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """E-mail, password, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs.update(autocomplete="username", inputmode="email", autofocus=True)
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The address to which the code goes; filled in when the link of a welcome mail names it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.fields["email"].widget.attrs.update(autocomplete="email", inputmode="email", autofocus=True)


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The old password, then the new one."""
