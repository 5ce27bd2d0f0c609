"""Signing in."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    """Tables of each company."""

    name = "tenants.sign_in"
    label = "sign_in"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """When somebody last signed in is written with the log of it (tenants.accounts); Django's would be one statement more."""
        user_logged_in.disconnect(dispatch_uid="update_last_login")
