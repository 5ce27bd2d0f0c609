"""manage.py reencrypt: after a new secret was put in front of ENCRYPTION_KEYS."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import tenant_context

from core.encryption import CannotDecrypt
from core.reencryption import encrypted_columns, use_newest_secret
from core.tenancy import in_public
from tenants.companies.queries import ready_companies


class Command(BaseCommand):
    """May run while people work, be killed, and be run again. Then no row needs the former secrets any more."""

    help = "Encrypts with the newest of ENCRYPTION_KEYS what former ones have made; fails with the names of what it could not read."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """The platform's tables, then one company after the other."""
        failures: list[str] = []
        with in_public():
            companies = list(ready_companies())
            rows = self._renew("the platform", settings.SHARED_APPS, failures)
        for company in companies:
            with tenant_context(company):
                rows += self._renew(f"{company.name} ({company.schema_name})", settings.TENANT_APPS, failures)
        if failures:
            raise CommandError("\n".join([*failures, "Everything else is encrypted with the newest secret."]))
        self.stdout.write(f"{rows} values are newly encrypted. The former secrets may be taken out of ENCRYPTION_KEYS.")

    def _renew(self, whose: str, app_names: list[str], failures: list[str]) -> int:
        rows = 0
        for field in encrypted_columns(app_names):
            try:
                rows += use_newest_secret(field)
            except CannotDecrypt as error:
                failures.append(f"{whose}: {error}")
        return rows
