"""Who a session belongs to, and what that person may do, in one query."""

import uuid

from allauth.account.auth_backends import AuthenticationBackend

from tenants.accounts.models import User

# Every page runs it, and putting it together from expressions takes longer than PostgreSQL needs to answer it.
_PERSON_WITH_CAPABILITIES = """
SELECT person.*, ARRAY(
           SELECT unnest(role.capabilities)
             FROM accounts_role role JOIN accounts_roleassignment assigned ON assigned.role_id = role.id
            WHERE assigned.user_id = person.id
       ) AS granted
  FROM accounts_user person
 WHERE person.id = %s AND person.is_active
"""


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth's base is untyped here.
    """allauth's, which checks passwords; every page asks for the capabilities, so they come along with the person."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The active account with this key, its capabilities known already; None for one that is gone or closed."""
        for user in User.objects.raw(_PERSON_WITH_CAPABILITIES, [user_id]):
            user.capabilities = frozenset(vars(user)["granted"])
            return user
        return None
