"""A pass that takes somebody who has just signed a company up from the public site into that company, once.

Sessions are host-only, so the public site cannot sign anybody in elsewhere. The pass is signed with the company in its
salt, good for minutes, and spent on first use; on another company's host it is worthless.
"""

import uuid
from datetime import timedelta

import redis.exceptions
from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from tenants.accounts.models import User
from tenants.companies.models import Company

PASS_LIFETIME = timedelta(minutes=10)


class PassNotValid(Exception):
    """The pass is forged, too old, used already, or was made for another company."""

    message = _("This link has been used already or is too old. Sign in with your e-mail address and password.")


def _salt(company_id: uuid.UUID) -> str:
    return f"arrival:{company_id}"


def issue_pass(*, company: Company, email: str) -> str:
    """A pass into `company` for the person who signs in with `email`."""
    return signing.dumps({"email": email, "nonce": new_id().hex}, salt=_salt(company.id))


def redeem_pass(*, company: Company, arrival_pass: str) -> User:
    """The person whom the pass names; call it inside the company. Raises PassNotValid."""
    try:
        content = signing.loads(arrival_pass, salt=_salt(company.id), max_age=PASS_LIFETIME)
    except signing.BadSignature as error:
        raise PassNotValid from error
    # `add` sets only what is not there: of two requests with the same pass one loses.
    try:
        is_first = cache.add(f"arrival:{content['nonce']}", 1, timeout=PASS_LIFETIME.total_seconds() * 2)
    except redis.exceptions.RedisError as error:
        # Nobody can tell whether it was used already; the person signs in with the password instead.
        raise PassNotValid from error
    if not is_first:
        raise PassNotValid
    user = User.objects.filter(email=content["email"].lower(), is_active=True).first()
    if user is None:
        raise PassNotValid
    return user
