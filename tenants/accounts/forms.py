"""The forms of signing in, in our words and with the right keyboards."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePasswordForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ResetPasswordForm as AllauthResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.core import context as allauth_context
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 10 characters. Four unrelated words make a good password.")


def _without_placeholders(form: forms.Form) -> None:
    # allauth repeats each label as a placeholder; ours stand above the fields and stay readable while typing.
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def _ask_for_new_password(form: forms.Form) -> None:
    # allauth capitalises each word; no other label of ours does.
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = PASSWORD_HELP
    form.fields["password2"].label = _("New password, again")


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """E-mail, password, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs.update(autocomplete="username", inputmode="email", autofocus=True)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The address to which the code goes; filled in when the link of a welcome mail names it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.update(autocomplete="email", inputmode="email", autofocus=True)
        self.fields["email"].initial = allauth_context.request.GET.get("email", "")


class EnterCodeForm(ConfirmPasswordResetCodeForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The six digits of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True, maxlength="7")
        self.fields["code"].widget.attrs["class"] = "code-input"


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The old password, then the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        _ask_for_new_password(self)
        self.fields["oldpassword"].label = _("Current password")


class ChoosePasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth's forms are untyped.
    """The new password of somebody who has entered the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        _ask_for_new_password(self)
