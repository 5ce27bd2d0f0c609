"""Provisioning's own table, in public."""

from django.apps import AppConfig


class SchemasConfig(AppConfig):
    """Tables in public; commands for operators."""

    name = "tenants.schemas"
    label = "schemas"
