"""Who may give which roles."""

from django.db.models import QuerySet

from tenants.accounts.models import Role, RoleGrant, User


def grantable_roles(giver: User) -> QuerySet[Role]:
    """The roles that allow no more than what `giver` may do, by name."""
    every = RoleGrant.objects.values_list("role_id", "capability", "scope")
    beyond = {role_id for role_id, capability, scope in every if not giver.may_give([(capability, scope)])}
    return Role.objects.exclude(pk__in=beyond).order_by("name")
