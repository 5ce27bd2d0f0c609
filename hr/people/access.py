"""Who may see whom."""

from hr.people.models import EmployeeQuerySet
from hr.people.queries import profiles
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


def visible_profiles(viewer: User) -> EmployeeQuerySet:
    """The profiles that somebody may open: everybody's, or only their own."""
    if viewer.has_perm(Capability.VIEW_PEOPLE):
        return profiles()
    return profiles().filter(user=viewer)
