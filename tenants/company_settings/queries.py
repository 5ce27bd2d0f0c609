"""Reads of the settings."""

from tenants.company_settings.models import CompanySettings


def get_settings() -> CompanySettings:
    """The current company's settings; one query. Raises CompanySettings.DoesNotExist before seeding."""
    return CompanySettings.objects.get()
