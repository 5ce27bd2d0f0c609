"""Writes of invitations."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions import record_event
from tenants.accounts.actions import BeyondOwnRights, EmailTaken, activate_account, create_user, deactivate_account
from tenants.accounts.models import RoleGrant, User
from tenants.companies.models import Company
from tenants.invitations.codes import hash_code, new_code
from tenants.invitations.emails import send_invitation
from tenants.invitations.models import Invitation
from tenants.invitations.queries import InvitationRefusal, InvitationUsed, InvitedAtAnotherAddress, find_open_invitation
from tenants.invitations.rules import LIFETIME, Invitee


class AddressTaken(InvitationRefusal):
    """One of several addresses is an account's already, so nobody was invited."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.message = _("%(email)s has an account already, so nobody was invited. Leave that line out.") % {"email": email}


def invite(*, user: User, company: Company, acting_user: User | None, now: datetime) -> Invitation:
    """Mail an account's owner a link with which to choose a first password; an earlier link opens nothing any more.

    Without `acting_user` the platform itself acts.
    """
    with transaction.atomic():
        code = new_code()
        values = {
            "email": user.email,
            "code_hash": hash_code(code, company_id=company.id),
            "invited_by": acting_user,
            "sent_at": now,
            "expires_at": now + LIFETIME,
            "accepted_at": None,
            "revoked_at": None,
        }
        invitation, _is_new = Invitation.objects.update_or_create(user=user, defaults=values)
        record_event(action="invitation:sent", acting_user=acting_user, subject=invitation, after={"email": user.email})
        send_invitation(invitation=invitation, code=code, company=company)
    return invitation


def invite_people(
    *, invitees: Iterable[Invitee], roles: Iterable[str], company: Company, acting_user: User, now: datetime
) -> list[Invitation]:
    """Give accounts to people who are no employees and invite them: all, or none. Raises AddressTaken, BeyondOwnRights."""
    codes = list(roles)
    if not acting_user.may_give(RoleGrant.objects.filter(role__code__in=codes).values_list("capability", "scope")):
        raise BeyondOwnRights
    invitations = []
    with transaction.atomic():
        for invitee in invitees:
            try:
                user = create_user(
                    email=invitee.email,
                    full_name=invitee.full_name,
                    password_hash=None,
                    roles=codes,
                    is_verified=False,
                    acting_user=acting_user,
                    now=now,
                )
            except EmailTaken as error:
                raise AddressTaken(invitee.email) from error
            invitations.append(invite(user=user, company=company, acting_user=acting_user, now=now))
    return invitations


def resend_invitation(*, invitation: Invitation, company: Company, acting_user: User, now: datetime) -> Invitation:
    """Send a new link, good for a week from now, also after the last one expired or was taken back.

    Raises InvitationUsed, and BeyondOwnRights of accounts where a closed account allowed more than the acting person may do.
    """
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=invitation.pk)
        if current.accepted_at is not None:
            raise InvitationUsed
        if not current.user.is_active:
            activate_account(user=current.user, acting_user=acting_user)
        return invite(user=current.user, company=company, acting_user=acting_user, now=now)


def revoke_invitation(*, invitation: Invitation, acting_user: User, now: datetime) -> None:
    """Let nobody in with it any more, and close the account. Raises InvitationUsed, and AccountRefusal of accounts."""
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=invitation.pk)
        if current.accepted_at is not None:
            raise InvitationUsed
        if current.revoked_at is not None:
            return
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
        deactivate_account(user=current.user, acting_user=acting_user)
        record_event(action="invitation:revoked", acting_user=acting_user, subject=current)


def accept_invitation(*, code: str, email: str, password: str, company: Company, now: datetime) -> User:
    """Set the first password. That the link was there to be opened proves the address. Raises InvitationRefusal."""
    with transaction.atomic():
        # Of two browsers with one link, the second waits here and finds it used; so does who was too slow for its being taken back.
        list(Invitation.objects.select_for_update().filter(code_hash=hash_code(code, company_id=company.id)).values_list("pk"))
        invitation = find_open_invitation(code=code, company=company, now=now)
        if email.strip().lower() != invitation.email:
            raise InvitedAtAnotherAddress
        user = invitation.user
        user.set_password(password)
        user.password_changed_at = now
        user.save(update_fields=["password", "password_changed_at"])
        EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        record_event(action="invitation:accepted", acting_user=user, subject=invitation)
    return user
