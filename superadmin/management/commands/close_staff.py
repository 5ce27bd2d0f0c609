"""manage.py close_staff: somebody of the platform's staff has left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from superadmin.actions import StaffUnknown, close_staff


class Command(BaseCommand):
    """The other end of create_staff. What somebody did stays theirs, so the account is closed and not deleted."""

    help = "Closes an account of the platform's staff: whoever is signed in with it is out with the next page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("--email", required=True, help="The address that they sign in with.")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        """Close the account; once more does nothing."""
        try:
            user = close_staff(email=email)
        except StaffUnknown as error:
            raise CommandError(f"Nobody signs in to the console as {email}, so nothing was closed. Check the address.") from error
        self.stdout.write(f"{user.full_name} can no longer sign in as {user.email}.")
