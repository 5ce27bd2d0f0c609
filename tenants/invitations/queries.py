"""Reads of invitations, and why one cannot be answered."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tenants.companies.models import Company
from tenants.invitations.codes import hash_code
from tenants.invitations.models import Invitation, InvitationState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class InvitationRefusal(Exception):
    """An invitation cannot be answered, or not be changed; `message` says why and what to do."""

    message: "StrPromise | str" = _("This link opens nothing. If you have been sent a newer invitation, use the link in that mail.")


class UnknownInvitation(InvitationRefusal):
    """No invitation has that code: a part of the link is missing, or the mail was sent again since."""


class InvitationUsed(InvitationRefusal):
    """The password was chosen already."""

    message = _("This invitation has been used already. Sign in with your e-mail and the password you chose.")


class InvitationExpired(InvitationRefusal):
    """It was good for a week."""

    message = _("This invitation has expired. Ask the person who invited you to send it again.")


class InvitationRevoked(InvitationRefusal):
    """The company took it back, or closed the account."""

    message = _("This invitation has been taken back. If you think that is a mistake, ask the person who invited you.")


class InvitedAtAnotherAddress(InvitationRefusal):
    """Whoever has the link signs in with another address than it was sent to."""

    message = _(
        "This invitation was sent to another address. Enter the address at which you got the mail, or ask to be invited at yours."
    )


_REFUSAL_OF_STATE: dict[InvitationState, type[InvitationRefusal]] = {
    InvitationState.ACCEPTED: InvitationUsed,
    InvitationState.EXPIRED: InvitationExpired,
    InvitationState.REVOKED: InvitationRevoked,
}


def find_open_invitation(*, code: str, company: Company, now: datetime) -> Invitation:
    """The invitation with this code, as long as it can be answered.

    Raises UnknownInvitation, InvitationUsed, InvitationExpired, InvitationRevoked.
    """
    invitation = (
        Invitation.objects.select_related("user", "invited_by").filter(code_hash=hash_code(code, company_id=company.id)).first()
    )
    if invitation is None:
        raise UnknownInvitation
    if refusal := _REFUSAL_OF_STATE.get(invitation.state_at(now)):
        raise refusal
    # The account was closed, or got another address, by somebody who did not think of the mail that is under way.
    if not invitation.user.is_active or invitation.user.email != invitation.email:
        raise InvitationRevoked
    return invitation
