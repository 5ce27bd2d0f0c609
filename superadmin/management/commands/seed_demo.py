"""manage.py seed_demo: two made-up companies with 90 days of attendance."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from superadmin.demo.cast import COMPANIES, DEMO_PASSWORD, STAFF_EMAIL, STAFF_NAME, DemoCompany
from superadmin.demo.planting import AddressInUse, NotBuilt, plant_company, plant_staff
from tenants.accounts.capabilities import COMPANY_ROLES, STAFF_ROLE
from tenants.companies.rules import host_of_subdomain

SETTINGS_FOR_DEMOS = {"config.settings.local", "config.settings.test"}


class Command(BaseCommand):
    """Its password is known to everybody, so it keeps away from real installations."""

    help = "Creates the demo's companies Acme Robotics and Globex and a console account, unless they are there."

    def add_arguments(self, parser: CommandParser) -> None:
        """--logins only prints."""
        parser.add_argument("--logins", action="store_true", help="Only print the demo's logins, as JSON.")
        parser.add_argument(
            "--yes-really", action="store_true", help="Run outside local and test settings too; the passwords are public."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Plant what is missing, or print who may sign in."""
        if os.environ["DJANGO_SETTINGS_MODULE"] not in SETTINGS_FOR_DEMOS and not options["yes_really"]:
            raise CommandError("The demo's passwords are public, so it is not put into this installation. --yes-really does it.")
        if options["logins"]:
            self.stdout.write(json.dumps(demo_logins(), indent=2, ensure_ascii=False))
            return
        now = timezone.now()
        staff = plant_staff(now=now)
        for company in COMPANIES:
            try:
                is_new = plant_company(company, staff=staff, now=now)
            except (AddressInUse, NotBuilt) as error:
                raise CommandError(f"The demo's {company.name} was not made. {error}") from error
            done = f"made, with {len(company.people)} people" if is_new else "there already"
            self.stdout.write(f"Demo company {company.name}: {done}.")


def demo_logins() -> list[dict[str, str]]:
    """Who is worth signing in as: {company, url, name, role, email, password}."""
    logins = [login for company in COMPANIES for login in _logins_of(company)]
    console = {"company": "Rooster console", "url": _url(settings.CONSOLE_DOMAIN)}
    staff = {"name": STAFF_NAME, "role": str(STAFF_ROLE.name), "email": STAFF_EMAIL, "password": DEMO_PASSWORD}
    return [*logins, {**console, **staff}]


def _logins_of(company: DemoCompany) -> list[dict[str, str]]:
    return [
        {
            "company": company.name,
            "url": _url(host_of_subdomain(company.subdomain)),
            "name": person.name,
            "role": str(COMPANY_ROLES[person.role].name),
            "email": company.email_of(person),
            "password": DEMO_PASSWORD,
        }
        for person in company.people
        if person.name in company.shown
    ]


def _url(host: str) -> str:
    return f"{settings.SITE_ADDRESS.host_url(host)}/"
