"""The fleet's own tables, in public; commands for operators."""

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """Its `migrate` and `migrate_schemas` stand before those of Django and django-tenants."""

    name = "tenants.fleet"
    label = "fleet"
