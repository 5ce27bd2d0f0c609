"""The console."""

from django.apps import AppConfig


class SuperadminConfig(AppConfig):
    """No tables."""

    name = "superadmin"
