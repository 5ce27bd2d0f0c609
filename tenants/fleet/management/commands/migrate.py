"""manage.py migrate: says which commands migrate here."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands.migrate import Command as DjangosCommand


class Command(BaseCommand):
    """Django's would alter the platform's tables only, django-tenants' every company one by one without an end."""

    help = "Not used here: `migrate_shared` migrates the platform's tables, `fleet migrate` those of the companies."
    requires_system_checks = []
    # Django's checks compare it with that of `makemigrations`.
    autodetector = DjangosCommand.autodetector

    def add_arguments(self, parser: CommandParser) -> None:
        """Whatever is typed out of habit."""
        parser.add_argument("arguments", nargs="*")

    def handle(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise CommandError(
            "Nothing was migrated. Run `manage.py migrate_shared` for the platform's tables, then `manage.py fleet migrate` "
            "for those of the companies; `manage.py fleet status` says where they stand."
        )
