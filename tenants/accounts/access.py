"""Who may give which roles."""

from django.db.models import QuerySet

from tenants.accounts.models import Role, User


def grantable_roles(giver: User) -> QuerySet[Role]:
    """The roles that allow no more than what `giver` may do, by name."""
    return Role.objects.filter(capabilities__contained_by=list(giver.capabilities)).order_by("name")
