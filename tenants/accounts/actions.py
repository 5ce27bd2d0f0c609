"""Writes of accounts in the current schema: a company's, or public for the platform's staff."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, record_event
from tenants.accounts.capabilities import COMPANY_ROLES, STAFF_ROLE, BuiltInRole, RoleDefinition
from tenants.accounts.models import Role, RoleAssignment, User


class EmailTaken(Exception):
    """Somebody of this company signs in with that address already."""

    message = _("Another account uses this e-mail address. Each person needs an address of their own.")


def create_built_in_roles() -> None:
    """The roles that every company starts with; those that are there stay as they are."""
    _create_roles(COMPANY_ROLES)


def create_staff_role() -> None:
    """The role of the platform's staff, in public."""
    _create_roles({BuiltInRole.STAFF: STAFF_ROLE})


def _create_roles(definitions: Mapping[BuiltInRole, RoleDefinition]) -> None:
    for code, definition in definitions.items():
        Role.objects.get_or_create(
            code=code, defaults={"name": str(definition.name), "capabilities": [str(c) for c in definition.capabilities]}
        )


def create_user(
    *,
    email: str,
    full_name: str,
    password_hash: str | None,
    roles: Iterable[str],
    is_verified: bool,
    acting_user: Actor | None,
    now: datetime,
) -> User:
    """Make an account. Without a hash it has no password yet: its owner sets one through "forgot password".

    Raises EmailTaken.
    """
    email = email.strip().lower()
    user = User(email=email, full_name=full_name, password=password_hash or make_password(None), date_joined=now, is_active=True)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
            assigned = list(Role.objects.filter(code__in=list(roles)))
            RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in assigned)
            record_event(
                action="account:created",
                acting_user=acting_user or user,
                subject=user,
                after={"email": email, "roles": sorted(role.code for role in assigned)},
            )
    except IntegrityError as error:
        raise EmailTaken from error
    return user
