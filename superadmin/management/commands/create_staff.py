"""manage.py create_staff: give somebody an account on the console."""

import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from superadmin.actions import create_staff
from tenants.accounts.actions import EmailTaken


class Command(BaseCommand):
    """The only way to a console account: there is no sign-up for staff."""

    help = "Creates an account of the platform's staff, for the console only."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is not given is asked for."""
        parser.add_argument("--email", help="The address to sign in with.")
        parser.add_argument("--name", help="First and last name.")
        parser.add_argument(
            "--password-stdin", action="store_true", help="Read the password from standard input instead of generating one."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the account; show a generated password this once."""
        email = options["email"] or self._ask("E-mail", "--email")
        name = options["name"] or self._ask("Name", "--name")
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else secrets.token_urlsafe(15)
        try:
            user = create_staff(email=email, full_name=name, password=password, now=timezone.now())
        except ValidationError as error:
            raise CommandError("Nobody was added. " + " ".join(error.messages)) from error
        except EmailTaken as error:
            raise CommandError(f"Nobody was added: {email} has an account on the console already.") from error
        console = settings.SITE_ADDRESS.host_url(settings.CONSOLE_DOMAIN)
        self.stdout.write(f"{user.full_name} can sign in at {console}/ as {user.email}.")
        if not options["password_stdin"]:
            self.stdout.write(f"Password, shown only now: {password}")

    def _ask(self, label: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{option} is missing. Give it, or run the command in a terminal to be asked.")
        answer = input(f"{label}: ").strip()
        if not answer:
            raise CommandError(f"Nobody was added: {label.lower()} was left empty.")
        return answer
