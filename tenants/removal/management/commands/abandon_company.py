"""manage.py abandon_company: give up a company whose building will never finish."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.companies.models import Company
from tenants.companies.queries import company_at_subdomain
from tenants.removal.queries import removal_of
from tenants.schemas.actions import CompanyInUse, abandon_company
from tenants.schemas.locks import ProvisioningRunsElsewhere


class Command(BaseCommand):
    """For companies that never were; those in use are deleted with remove_company."""

    help = "Undoes a company that never got ready: its rows, its schema and its role. Its subdomain is free again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which company."""
        parser.add_argument("subdomain", help="The company's subdomain, such as acme.")
        parser.add_argument("--confirm", metavar="SUBDOMAIN", help="The subdomain once more, instead of typing it when asked.")

    def handle(self, *_args: Any, subdomain: str, confirm: str | None, **_options: Any) -> None:
        """Ask, then undo it in one transaction."""
        try:
            company = company_at_subdomain(subdomain)
        except Company.DoesNotExist as error:
            message = f"No company has the subdomain {subdomain}."
            raise CommandError(message) from error
        if company.ready_at is not None:
            message = f"{company.name} is in use. `manage.py remove_company {subdomain}` deletes it in stages."
            raise CommandError(message)
        if removal_of(company) is not None:
            message = f"{company.name} is being deleted, or is. `manage.py remove_company {subdomain} --carry-out` goes on with it."
            raise CommandError(message)
        if confirm is None:
            confirm = input(f"This undoes {company.name}, which is not ready. Type {subdomain} to go on: ").strip()
        if confirm != subdomain:
            raise CommandError("The subdomain was not confirmed. Nothing was done.")
        try:
            abandon_company(company=company)
        except CompanyInUse as error:
            raise CommandError(str(error)) from error
        except ProvisioningRunsElsewhere as error:
            message = f"A worker is building {company.name} right now. Wait until it stops, then try again."
            raise CommandError(message) from error
        self.stdout.write(f"{company.name} is given up; nothing of it is left, and {subdomain} is free.")
