"""Signing in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    """Tables of each company."""

    name = "tenants.sign_in"
    label = "sign_in"
    verbose_name = _("Signing in")
