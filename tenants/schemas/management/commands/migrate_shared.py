"""manage.py migrate_shared: bring the public schema up to date and set the logins' rights."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands.migrate import Command as MigrateCommand

from core.tenancy import enter_public
from tenants.schemas.grants import grant_public, join_companies_group
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import current_version


class Command(BaseCommand):
    """Run by every release before its processes start; does nothing the second time."""

    help = "Migrates the public schema and grants the web's login its rights there."
    # Checks need the tables that this command makes.
    requires_system_checks = []

    def handle(self, *_args: Any, **options: Any) -> None:
        """Extensions' schema, migrations, grants."""
        with owner_transaction() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS extensions")
            # Lets a constraint say that two rows of one person may not overlap in time. Trusted: who owns the database may add it.
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions")
            # Finds misspelt names.
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions")
        enter_public()
        # Django's own command: django-tenants replaces `migrate` by one that loops over companies.
        call_command(MigrateCommand(), verbosity=options["verbosity"], interactive=False)
        with owner_transaction() as cursor:
            grant_public(cursor, web_login=settings.WEB_LOGIN)
            join_companies_group(cursor)
        ready = Provisioning.objects.filter(state=ProvisioningState.READY)
        behind = ready.exclude(template_version=current_version()).count()
        if behind:
            self.stderr.write(
                f"{behind} companies still have the tables of an earlier release; `manage.py fleet migrate` brings them along."
            )
