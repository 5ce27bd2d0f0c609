"""manage.py migrate_schemas: says which commands migrate here."""

from tenants.fleet.management.commands.migrate import Command

__all__ = ["Command"]
