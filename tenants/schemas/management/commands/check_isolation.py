"""manage.py check_isolation: prove, company by company, that the database keeps them apart."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.companies.queries import ready_companies
from tenants.schemas.isolation import find_leaks


class Command(BaseCommand):
    """Changes nothing; run it after each release and each restore."""

    help = "Tries as each company's role what must work and what must be refused; fails with the names of what is not so."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One company after the other."""
        checked, leaking = 0, 0
        for company in ready_companies().iterator():
            leaks = find_leaks(company)
            checked += 1
            leaking += bool(leaks)
            for leak in leaks:
                self.stderr.write(f"{company.name} ({company.schema_name}): {leak}")
        if leaking:
            message = f"{leaking} of {checked} companies are not kept apart as they must be."
            raise CommandError(message)
        self.stdout.write(f"{checked} companies are kept apart.")
