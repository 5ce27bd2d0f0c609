"""The company's rules for personal records."""

from typing import TypedDict, Unpack

from django.db import transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from hr.personal.models import AT_FIRST, PersonalPolicy


class PolicyChanges(TypedDict, total=False):
    """What `change_policy` may change."""

    asked_sections: list[str]
    bank_cooling_hours: int
    bank_needs_second_person: bool
    reminder_days: list[int]
    shows_work_phones: bool


def change_policy(*, acting_user: Actor, **changes: Unpack[PolicyChanges]) -> PersonalPolicy:
    """Change what is named, for whatever is asked for from now on. The values are those of a validated form."""
    with transaction.atomic():
        PersonalPolicy.objects.get_or_create(id=1, defaults=AT_FIRST)
        policy = PersonalPolicy.objects.select_for_update().get()
        before, after = changed_values(field_values(policy, list(changes)), dict(changes))
        if after:
            for name, value in after.items():
                setattr(policy, name, value)
            policy.save(update_fields=list(after))
            record_event(action="personalpolicy:changed", acting_user=acting_user, subject=policy, before=before, after=after)
    return policy
