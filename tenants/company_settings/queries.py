"""Reads of the settings."""

from django.urls import reverse

from tenants.company_settings.models import CompanySettings


def get_settings() -> CompanySettings:
    """The current company's settings; one query. Raises CompanySettings.DoesNotExist before seeding."""
    return CompanySettings.objects.get()


def logo_url(settings: CompanySettings) -> str:
    """Where the company's host has the logo; "" without one."""
    return reverse("company_logo", args=[settings.logo_version]) if settings.logo else ""
