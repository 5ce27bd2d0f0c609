"""Reads of rules and second factors."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import Role, RoleAssignment, User
from tenants.sign_in.models import SecondFactorRule, SignInPolicy


def policy_of(request: HttpRequest) -> SignInPolicy:
    """The rules on this host, which came with the company's settings; those that hold without any, for the console too."""
    company_settings = getattr(request, "company_settings", None)
    policy: SignInPolicy | None = getattr(company_settings, "sign_in_policy", None)
    return policy or SignInPolicy()


def owners_need_two_steps() -> bool:
    """Whether the rules, as they stand in the database, demand a second factor of owners."""
    policy = SignInPolicy.objects.filter(second_factor=SecondFactorRule.REQUIRED).first()
    if policy is None or not policy.second_factor_roles:
        return policy is not None
    return Role.objects.filter(code=BuiltInRole.OWNER, pk__in=policy.second_factor_roles).exists()


def has_second_factor(user: User) -> bool:
    """Whether they have an authenticator app or a passkey; recovery codes alone are none."""
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exists())


def is_password_too_old(policy: SignInPolicy, user: User, *, now: datetime) -> bool:
    """Whether the company wants another one; nothing is asked of the database."""
    if policy.password_lifetime_days is None or not user.has_usable_password():
        return False
    return now >= (user.password_changed_at or user.date_joined) + timedelta(days=policy.password_lifetime_days)


def second_factor_deadline(policy: SignInPolicy, user: User) -> datetime | None:
    """Until when this person gets in without a second factor; None where their roles need none."""
    if policy.second_factor != SecondFactorRule.REQUIRED or policy.second_factor_since is None:
        return None
    roles = policy.second_factor_roles
    if roles and not RoleAssignment.objects.filter(user=user, role__in=roles).exists():
        return None
    return max(policy.second_factor_since, user.date_joined) + timedelta(days=policy.second_factor_grace_days)
