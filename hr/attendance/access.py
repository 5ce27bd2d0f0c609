"""Who may see whose time; `hr.people.access` answers."""

from datetime import date

from django.db.models import Exists, Q

from hr.people.access import OTHERS, looks_after_others, reach_of
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.queries import everybody_on, reports_of
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


def visible_histories(viewer: User, *, on: date) -> EmployeeQuerySet:
    """The employees whose days somebody may read; nobody else's exist for them."""
    return Employee.objects.as_of(on).filter(reach_of(viewer, Capability.VIEW_ATTENDANCE, on=on))


def has_team(viewer: User, *, on: date) -> bool:
    """Whether there is anybody whose presence somebody may watch; no query after `employee_of_user`."""
    return looks_after_others(viewer, Capability.VIEW_ATTENDANCE, on=on)


def visible_team(viewer: User, day: date) -> EmployeeQuerySet:
    """The employees on `day` whose presence somebody may watch."""
    return everybody_on(day).filter(reach_of(viewer, Capability.VIEW_ATTENDANCE, on=day, scopes=OTHERS))


def nearest_team(viewer: User, day: date) -> EmployeeQuerySet:
    """Who of the visible team concerns somebody most: their reports, and everybody if nobody reports to them."""
    return visible_team(viewer, day).filter(Q(terms__manager__user=viewer) | ~Exists(reports_of(viewer, day)))
