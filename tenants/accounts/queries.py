"""Reads of accounts in the current schema."""

from tenants.accounts.models import User


def find_user_by_email(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email=email.lower()).first()
