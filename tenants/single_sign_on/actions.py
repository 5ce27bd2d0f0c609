"""Writes of single sign-on: the provider, and the accounts of whom it sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from core.audit.actions import changed_values, field_values, record_event
from hr.people.actions import HasAccount, HasLeft, connect_account
from hr.people.queries import find_by_work_email
from tenants.accounts.actions import create_user
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import SignIn, User
from tenants.companies.models import Company
from tenants.invitations.models import Invitation
from tenants.sign_in.queries import has_second_factor, owners_need_two_steps
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.queries import is_owner
from tenants.single_sign_on.refusals import (
    AccountClosed,
    AddressNotVerified,
    NoAccountYet,
    NoAddress,
    NotTested,
    OtherDomain,
    OwnersNeedTwoSteps,
    OwnersOnly,
)

# What makes another provider of it, whose people are not known by the names that the former gave them.
_WHO_IT_IS = {"protocol", "issuer", "client_id", "entity_id"}
# What has to be right for anybody to come through it.
_HOW_IT_WORKS = {*_WHO_IT_IS, "client_secret", "sso_url", "certificate", "domains", "trusts_addresses"}


class ProviderChanges(TypedDict, total=False):
    """What `change_provider` may change; the fields of IdentityProvider."""

    is_on: bool
    name: str
    protocol: str
    issuer: str
    client_id: str
    client_secret: str
    trusts_addresses: bool
    entity_id: str
    sso_url: str
    certificate: str
    domains: list[str]
    creates_accounts: bool
    is_enforced: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says of somebody."""

    email: str
    is_verified: bool
    full_name: str
    was_asked_just_now: bool = True
    """Not where the provider says that it asked longer ago who they are."""


def change_provider(*, acting_user: User, **changes: Unpack[ProviderChanges]) -> IdentityProvider:
    """Change what is named; the values are those of a validated form.

    Of another provider nobody is known yet: it is by their address that people are found again. Where it comes to be the only
    way in, whoever has come in by another is signed out. Raises OwnersOnly, and NotTested and OwnersNeedTwoSteps then.
    """
    if not is_owner(acting_user):
        raise OwnersOnly
    with transaction.atomic():
        provider, _is_new = IdentityProvider.objects.select_for_update().get_or_create(settings_id=1)
        before, after = changed_values(field_values(provider, list(changes)), dict(changes))
        if not after:
            return provider
        for name, value in after.items():
            setattr(provider, name, value)
        if _HOW_IT_WORKS & after.keys():
            provider.tested_at = None
        if after.get("is_enforced"):
            _check_way_back(provider, acting_user)
            _sign_out_others()
        provider.save(update_fields=[*after, "tested_at"])
        if _WHO_IT_IS & after.keys():
            SocialAccount.objects.all().delete()
        record_event(action="single_sign_on:changed", acting_user=acting_user, subject=provider, before=before, after=after)
    return provider


def _check_way_back(provider: IdentityProvider, owner: User) -> None:
    if provider.tested_at is None:
        raise NotTested
    if not (owners_need_two_steps() and has_second_factor(owner)):
        raise OwnersNeedTwoSteps


def _sign_out_others() -> None:
    """Who is signed in by a password or a passkey, but for owners; the provider may know them no more."""
    others = SignIn.objects.filter(succeeded=True, ended_at=None).exclude(method=SignIn.Method.IDENTITY_PROVIDER)
    others = others.exclude(user__in=User.objects.filter(roles__code=BuiltInRole.OWNER))
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.update(ended_at=Now())


def note_test(*, provider: IdentityProvider, now: datetime) -> None:
    """Keep that an owner has come through it as it stands."""
    IdentityProvider.objects.filter(pk=provider.pk).update(tested_at=now)


def find_account(*, provider: IdentityProvider, told: Told) -> User | None:
    """Whose account the provider means, when it sends somebody for the first time; None where one would be opened.

    Raises NoAddress, AddressNotVerified, OtherDomain, NoAccountYet, AccountClosed.
    """
    if not told.email:
        raise NoAddress
    if not (told.is_verified or provider.trusts_addresses):
        raise AddressNotVerified(told.email)
    if not provider.speaks_for(told.email):
        raise OtherDomain(told.email)
    user = User.objects.filter(email=told.email.lower()).first()
    if user is None and not provider.creates_accounts:
        raise NoAccountYet(told.email)
    if user is not None and not user.is_active:
        raise AccountClosed(told.email)
    return user


def admit(*, provider: IdentityProvider, told: Told, company: Company, now: datetime) -> User:
    """The account of somebody whom the provider sends for the first time, opened where the company wants that.

    Raises as `find_account`.
    """
    with transaction.atomic():
        user = find_account(provider=provider, told=told) or _open_account(told, company, now)
        # Who the provider vouches for needs neither the link of an invitation nor a code.
        EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
        Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None).update(accepted_at=now)
        record_event(action="account:connected", acting_user=user, subject=user, after={"provider": provider.name})
    return user


def _open_account(told: Told, company: Company, now: datetime) -> User:
    employee = find_by_work_email(told.email)
    full_name = employee.full_name if employee else " ".join(told.full_name.split())
    user = create_user(
        email=told.email,
        full_name=full_name[: User._meta.get_field("full_name").max_length] or told.email,
        password_hash=None,
        roles=["employee"],
        is_verified=True,
        acting_user=None,
        now=now,
    )
    if employee is not None:
        try:
            connect_account(employee=employee, user=user, company=company, now=now)
        except HasLeft as error:
            raise AccountClosed(told.email) from error
        except HasAccount as error:
            raise NoAccountYet(told.email) from error
    return user
