"""manage.py remove_company: delete a company in stages."""

import getpass
from datetime import timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.moments import moment_text
from tenants.companies.models import Company
from tenants.companies.queries import company_at_subdomain
from tenants.removal.actions import NeverReady, NothingToCallOff, RemovalRequested, keep_company, request_removal
from tenants.removal.emails import certificate_text
from tenants.removal.models import Removal, RemovalState
from tenants.removal.queries import get_removal
from tenants.removal.steps import CompanyOpenAgain, RemovalNotDue, carry_out_removal
from tenants.schemas.locks import ProvisioningRunsElsewhere


class Command(BaseCommand):
    """Asks for the deletion, calls it off, goes on with it, or shows the certificate."""

    help = (
        "Closes a company, mails its owner, and has it deleted when the grace is over. A worker carries it out; "
        "--carry-out does it here and goes on with one that was interrupted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which company, and what to do."""
        parser.add_argument("subdomain", help="The company's subdomain, such as acme.")
        parser.add_argument("--confirm", metavar="SUBDOMAIN", help="The subdomain once more, instead of typing it when asked.")
        parser.add_argument(
            "--days",
            type=int,
            choices=range(366),
            metavar="DAYS",
            default=settings.REMOVAL_GRACE_DAYS,
            help="How long the company can still be kept (default: %(default)s).",
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--keep", action="store_true", help="Call the deletion off.")
        what.add_argument("--carry-out", action="store_true", help="Delete now what is due.")
        what.add_argument("--certificate", action="store_true", help="Show what was deleted.")

    def handle(self, *_args: Any, subdomain: str, **options: Any) -> None:
        """One of the four."""
        try:
            company = company_at_subdomain(subdomain)
            if options["keep"]:
                self._keep(company)
            elif options["carry_out"]:
                self._carry_out(company)
            elif options["certificate"]:
                self._show_certificate(company)
            else:
                self._ask_for(company, subdomain, confirmed=options["confirm"], grace=timedelta(days=options["days"]))
        except Company.DoesNotExist as error:
            message = f"No company has the subdomain {subdomain}."
            raise CommandError(message) from error
        except Removal.DoesNotExist as error:
            message = f"Nobody has asked for the deletion of {subdomain}."
            raise CommandError(message) from error

    def _ask_for(self, company: Company, subdomain: str, *, confirmed: str | None, grace: timedelta) -> None:
        if confirmed is None:
            confirmed = input(
                f"This deletes {company.name} with {company.people_count} people. Type {subdomain} to go on: "
            ).strip()
        if confirmed != subdomain:
            raise CommandError("The subdomain was not confirmed. Nothing was done.")
        try:
            removal = request_removal(
                company=company,
                acting_user=None,
                requested_by=f"{getpass.getuser()}, manage.py",
                grace=grace,
                now=timezone.now(),
            )
        except (NeverReady, RemovalRequested) as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(
            f"{company.name} is closed and will be deleted after {moment_text(removal.due_at)} UTC. Until then --keep calls it off."
        )

    def _keep(self, company: Company) -> None:
        try:
            company = keep_company(company=company, acting_user=None, now=timezone.now())
        except NothingToCallOff as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{company.name} is kept ({company.get_status_display()}).")

    def _carry_out(self, company: Company) -> None:
        removal = get_removal(company)
        try:
            removal = carry_out_removal(removal_id=removal.pk, now=timezone.now())
        except RemovalNotDue as error:
            message = f"{company.name} can be kept until {moment_text(removal.due_at)} UTC, so nothing of it was deleted."
            raise CommandError(message) from error
        except CompanyOpenAgain as error:
            raise CommandError(str(error)) from error
        except ProvisioningRunsElsewhere as error:
            message = (
                f"{company.name} is being deleted, exported or altered by another process. Wait for it, or look at the console."
            )
            raise CommandError(message) from error
        except (OSError, psycopg.OperationalError) as error:
            message = f"The deletion stopped: {error}. What is deleted stays deleted; run the command again to go on."
            raise CommandError(message) from error
        self.stdout.write(certificate_text(removal))

    def _show_certificate(self, company: Company) -> None:
        removal = get_removal(company)
        if removal.state != RemovalState.DONE:
            message = f"{company.name} is not deleted yet ({removal.get_state_display()})."
            raise CommandError(message)
        self.stdout.write(certificate_text(removal))
