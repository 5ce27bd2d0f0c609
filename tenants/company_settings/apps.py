"""A company's settings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompanySettingsConfig(AppConfig):
    """One row in each company's schema."""

    name = "tenants.company_settings"
    label = "company_settings"
    verbose_name = _("Settings")
