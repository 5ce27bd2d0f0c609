"""Who a session belongs to, and what that person may do, in one query."""

import uuid

from allauth.account.auth_backends import AuthenticationBackend

from tenants.accounts.models import User, scopes_by_capability

# Every page runs it, and putting it together from expressions takes longer than PostgreSQL needs to answer it. What it reads is
# User.grants.
_PERSON_WITH_GRANTS = """
SELECT person.*, ARRAY(
           SELECT DISTINCT role_grant.capability || ' ' || role_grant.scope
             FROM accounts_rolegrant role_grant JOIN accounts_role role ON role.id = role_grant.role_id
            WHERE (role.code = 'employee' AND role_grant.scope = 'self')
               OR (role.code = 'manager' AND role_grant.scope IN ('direct_reports', 'all_reports'))
               OR EXISTS (SELECT 1 FROM accounts_roleassignment assigned
                           WHERE assigned.role_id = role.id AND assigned.user_id = person.id)
       ) AS granted
  FROM accounts_user person
 WHERE person.id = %s AND person.is_active
"""


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth's base is untyped here.
    """allauth's, which checks passwords; every page asks what the person may do, so it comes along with the person."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The active account with this key, its grants known already; None for one that is gone or closed."""
        for user in User.objects.raw(_PERSON_WITH_GRANTS, [user_id]):
            granted: list[str] = vars(user).pop("granted")
            user.grants = scopes_by_capability((capability, scope) for capability, scope in map(str.split, granted))
            return user
        return None
