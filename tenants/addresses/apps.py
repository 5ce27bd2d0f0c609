"""Addresses of companies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AddressesConfig(AppConfig):
    """No tables: a domain is a row of `tenants.companies`."""

    name = "tenants.addresses"
    label = "addresses"
    verbose_name = _("Addresses")
