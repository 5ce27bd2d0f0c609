"""Writes of the rules."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from tenants.company_settings.models import CompanySettings
from tenants.sign_in.models import SecondFactorRule, SignInPolicy
from tenants.sign_in.queries import owners_need_two_steps

_DEMANDS = {"second_factor", "second_factor_roles"}


class OwnersComeByPassword(Exception):
    """Owners would need no second step any more, while theirs are the only passwords that open."""

    message = _(
        "Single sign-on is the only way in but for owners, who may use their passwords, so they need a second step. Leave it "
        "required of owners, or let others use passwords again under “Single sign-on” first."
    )


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

    Where a second factor comes to be required, or of other roles, the days to set it up begin anew. Raises OwnersComeByPassword.
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
        if _DEMANDS & after.keys() and _are_passwords_for_owners() and not owners_need_two_steps():
            raise OwnersComeByPassword
        record_event(action="sign_in:changed", acting_user=acting_user, subject=policy, before=before, after=after)
    return policy


def _are_passwords_for_owners() -> bool:
    # The provider's model stands above this slice.
    return CompanySettings.objects.filter(identity_provider__is_enforced=True).exists()
