"""Where the deletion of each company stands, and what is known of those that are gone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemovalConfig(AppConfig):
    """Tables of the platform."""

    name = "tenants.removal"
    label = "removal"
    verbose_name = _("removals")
