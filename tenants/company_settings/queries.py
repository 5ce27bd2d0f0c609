"""Reads of the settings."""

from django.urls import reverse

from tenants.company_settings.models import CompanySettings


def get_settings() -> CompanySettings:
    """The current company's settings with its rules of signing in, in one query. Raises CompanySettings.DoesNotExist."""
    return CompanySettings.objects.select_related("sign_in_policy").get()


def logo_url(settings: CompanySettings) -> str:
    """Where the company's host has the logo; "" without one."""
    return reverse("company_logo", args=[settings.logo_version]) if settings.logo else ""
