"""Reads of accounts in the current schema."""

from tenants.accounts.models import Role, User


def find_user_by_email(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email=email.lower()).first()


def roles_of(user: User) -> list[Role]:
    """The person's roles, by name."""
    return list(Role.objects.filter(assignments__user=user).order_by("name"))
