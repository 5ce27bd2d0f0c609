"""Writes of the rules."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from tenants.sign_in.models import SecondFactorRule, SignInPolicy

_DEMANDS = {"second_factor", "second_factor_roles"}


class PolicyChanges(TypedDict, total=False):
    """What `change_policy` may change; the fields of SignInPolicy."""

    second_factor: str
    second_factor_roles: list[UUID]
    second_factor_grace_days: int
    password_min_length: int
    password_lifetime_days: int | None
    session_hours: int | None
    idle_minutes: int | None


def change_policy(*, acting_user: Actor, now: datetime, **changes: Unpack[PolicyChanges]) -> SignInPolicy:
    """Change what is named, for everybody from their next page on; the values are those of a validated form.

    Where a second factor comes to be required, or of other roles, the days to set it up begin anew.
    """
    with transaction.atomic():
        policy, _is_new = SignInPolicy.objects.select_for_update().get_or_create(settings_id=1)
        before, after = changed_values(field_values(policy, list(changes)), dict(changes))
        if not after:
            return policy
        for name, value in after.items():
            setattr(policy, name, value)
        if _DEMANDS & after.keys() and policy.second_factor == SecondFactorRule.REQUIRED:
            policy.second_factor_since = now
        policy.save(update_fields=[*after, "second_factor_since"])
        record_event(action="sign_in:changed", acting_user=acting_user, subject=policy, before=before, after=after)
    return policy
