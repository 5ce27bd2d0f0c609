"""Writes of custom fields. Values are written with the employees, by `hr.people.actions`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from hr.custom_fields.models import CustomField

CHANGEABLE = ("name", "help_text", "choices", "is_required", "minimum", "maximum", "is_in_lists", "person_may_change", "position")


def add_field(*, acting_user: Actor | None, **values: Any) -> CustomField:
    """Add a field; its kind and section stay as they are from then on."""
    with transaction.atomic():
        field = CustomField(**values)
        field.save(force_insert=True)
        recorded = field_values(field, ["name", "kind", "data_group"])
        record_event(action="customfield:added", acting_user=acting_user, subject=field, after=recorded)
    return field


def change_field(*, field: CustomField, acting_user: Actor | None, **values: Any) -> CustomField:
    """Change what is named. Values that no longer fit stay until somebody changes them."""
    with transaction.atomic():
        current = CustomField.objects.select_for_update().get(pk=field.pk)
        wanted = {name: value for name, value in values.items() if name in CHANGEABLE}
        before, after = changed_values(field_values(current, list(wanted)), wanted)
        for name, value in after.items():
            setattr(current, name, value)
        if after:
            current.save(update_fields=list(after))
            record_event(action="customfield:changed", acting_user=acting_user, subject=current, before=before, after=after)
    return current


def remove_field(*, field: CustomField, acting_user: Actor | None, now: datetime) -> None:
    """Show it nowhere any more; its values stay until they are purged."""
    with transaction.atomic():
        current = CustomField.objects.select_for_update().get(pk=field.pk)
        if current.removed_at is None:
            current.removed_at = now
            current.save(update_fields=["removed_at"])
            record_event(action="customfield:removed", acting_user=acting_user, subject=current)


def restore_field(*, field: CustomField, acting_user: Actor | None) -> None:
    """Show it again, with its values."""
    with transaction.atomic():
        current = CustomField.objects.select_for_update().get(pk=field.pk)
        if current.removed_at is not None:
            current.removed_at = None
            current.save(update_fields=["removed_at"])
            record_event(action="customfield:restored", acting_user=acting_user, subject=current)
