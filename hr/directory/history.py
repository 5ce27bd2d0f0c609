"""The history of a person: every change of their records, as far as whoever looks may see that data."""

from collections.abc import Mapping
from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet

from core.audit.models import AuditEvent
from core.audit.queries import events_about
from hr.people.access import allowed_over
from hr.people.models import Employee
from tenants.accounts.capabilities import SCOPED, Capability, DataGroup, group_of
from tenants.accounts.models import User

Kinds = Mapping[str, DataGroup]
# A company may keep documents of people that these do not see; not even that they are there.
_NOT_FOR_THE_PERSON = {"documents.document"}


def readable_kinds(viewer: User, employee: Employee, *, on: date) -> Kinds:
    """The kinds of records, as "app.model", whose changes `viewer` may read of this employee, each with its group of data.

    A model says by `trail_capability` who reads of it; those that say nothing stand in the company's trail alone. One statement.
    """
    capabilities = {
        model._meta.label_lower: Capability(capability)
        for model in apps.get_models()
        if (capability := getattr(model, "trail_capability", None)) in SCOPED
    }
    allowed = allowed_over(viewer, employee, set(capabilities.values()), on=on)
    is_own = employee.user_id == viewer.pk
    return {
        kind: group
        for kind, capability in capabilities.items()
        if capability in allowed and not (is_own and kind in _NOT_FOR_THE_PERSON) and (group := group_of(capability)) is not None
    }


def changes_of_person(employee: Employee, kinds: Kinds, *, with_account: bool) -> QuerySet[AuditEvent]:
    """The changes of these kinds of somebody's records, newest first; those of their account, too, if asked for."""
    changes = events_about(employee).filter(object_type__in=list(kinds))
    if with_account and employee.user_id is not None:
        changes |= AuditEvent.objects.filter(Q(object_type="accounts.user", object_id=str(employee.user_id)))
    return changes.order_by("-occurred_at", "-id")
