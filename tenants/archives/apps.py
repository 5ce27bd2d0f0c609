"""Commands for operators; no tables."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """Export and import of one company."""

    name = "tenants.archives"
    label = "archives"
