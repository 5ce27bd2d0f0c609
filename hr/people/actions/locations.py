"""Locations, as many as the plan allows."""

from django.db import transaction

from core.audit.actions import Actor, record_event
from hr.people.actions.refusals import NoLocationFree
from hr.people.actions.rows import lock_table
from hr.people.models import Location
from tenants.features.queries import current_limits


def add_location(*, location: Location, acting_user: Actor) -> None:
    """Add a place that is not saved yet. Raises NoLocationFree; a company that has more than its plan allows keeps them all."""
    limits = current_limits()
    with transaction.atomic():
        lock_table(Location)
        if limits and limits.locations is not None and Location.objects.count() >= limits.locations:
            raise NoLocationFree(limits)
        location.save(force_insert=True)
        filled = {
            field.name: value
            for field in location._meta.fields
            if not field.primary_key and (value := getattr(location, field.name)) not in (None, "")
        }
        record_event(action="location:added", acting_user=acting_user, subject=location, after=filled)
