"""Who may give which roles."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tenants.accounts.capabilities import Scope
from tenants.accounts.models import Role, RoleGrant, User


def may_give(giver: User, grants: Iterable[tuple[str, str]]) -> bool:
    """Whether grants, pairs of capability and scope, allow nobody more than `giver` may do.

    What somebody may do with their own record is nobody else's to withhold. All other scopes are seen from whoever gets the
    role, and whom they reach the giver may only know who reaches everybody.
    """
    return all(scope == Scope.SELF or giver.has_perm(capability) for capability, scope in grants)


def grantable_roles(giver: User) -> QuerySet[Role]:
    """The roles that allow no more than what `giver` may do, by name."""
    every = RoleGrant.objects.values_list("role_id", "capability", "scope")
    beyond = {role_id for role_id, capability, scope in every if not may_give(giver, [(capability, scope)])}
    return Role.objects.exclude(pk__in=beyond).order_by("name")
