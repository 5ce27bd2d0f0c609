"""Users and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Tables in both: the same code, never the same rows."""

    name = "tenants.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
