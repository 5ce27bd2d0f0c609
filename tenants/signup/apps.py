"""Registrations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignupConfig(AppConfig):
    """Tables in public."""

    name = "tenants.signup"
    label = "signup"
    verbose_name = _("Sign-up")
