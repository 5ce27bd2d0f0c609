"""Reads of the settings."""

from django.db.models import QuerySet
from django.urls import reverse

from core.prepared import prepared
from tenants.company_settings.models import CompanySettings


def get_settings() -> CompanySettings:
    """The current company's settings, rules of signing in and identity provider. Raises CompanySettings.DoesNotExist."""
    for settings in _settings():
        return settings
    raise CompanySettings.DoesNotExist


@prepared
def _settings() -> QuerySet[CompanySettings, CompanySettings]:
    beside = CompanySettings.objects.select_related("sign_in_policy", "identity_provider")
    # To decrypt the secret takes time that no page has to spend.
    return beside.defer("identity_provider__client_secret", "identity_provider__certificate")


def logo_url(settings: CompanySettings) -> str:
    """Where the company's host has the logo; "" without one."""
    return reverse("company_logo", args=[settings.logo_version]) if settings.logo else ""
