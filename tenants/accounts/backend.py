"""Who a session belongs to, and what that person may do, in one query."""

import uuid

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef

from tenants.accounts.models import Role, User


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth's base is untyped here.
    """allauth's, which checks passwords; every page asks for the capabilities, so they come along with the person."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The active account with this key, its capabilities known already; None for one that is gone or closed."""
        granted = Role.objects.filter(assignments__user=OuterRef("pk")).values(
            capability=Func(F("capabilities"), function="unnest")
        )
        user = User.objects.annotate(granted=ArraySubquery(granted)).filter(pk=user_id, is_active=True).first()
        if user is not None:
            user.capabilities = frozenset(user.granted)
        return user
