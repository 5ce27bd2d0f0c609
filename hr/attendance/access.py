"""Who may see whose time: oneself, one's direct manager, and whoever may see everybody's attendance."""

from datetime import date

from django.db.models import Exists, Q

from hr.people.models import EmployeeQuerySet
from hr.people.queries import everybody_on, has_reports, profiles, reports_of
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


def visible_histories(viewer: User) -> EmployeeQuerySet:
    """The employees whose days somebody may read; nobody else's exist for them."""
    if viewer.has_perm(Capability.VIEW_ATTENDANCE):
        return profiles()
    return profiles().filter(Q(user=viewer) | Q(manager__user=viewer))


def has_team(viewer: User) -> bool:
    """Whether there is anybody whose presence somebody may watch; no query after `employee_of_user`."""
    return viewer.has_perm(Capability.VIEW_ATTENDANCE) or has_reports(viewer)


def visible_team(viewer: User, day: date) -> EmployeeQuerySet:
    """The employees on `day` whose presence somebody may watch: everybody, or who reports to them."""
    return everybody_on(day) if viewer.has_perm(Capability.VIEW_ATTENDANCE) else reports_of(viewer, day)


def nearest_team(viewer: User, day: date) -> EmployeeQuerySet:
    """Who of the visible team concerns somebody most: their reports, and everybody if nobody reports to them."""
    reports = reports_of(viewer, day)
    if not viewer.has_perm(Capability.VIEW_ATTENDANCE):
        return reports
    return everybody_on(day).filter(Q(manager__user=viewer) | ~Exists(reports))
