"""A pass that takes somebody who has just signed a company up from the public site into that company, once.

Sessions are host-only, so the public site cannot sign anybody in elsewhere. The company's host begins: it keeps a secret in a
cookie of the browser there and sends it along to the public site, which puts it into the pass. So a pass opens in the browser
alone that asked for it: nobody can have somebody else follow it and be signed in without knowing. It is signed with the company in
its salt, good for a minute, and spent on first use. A session would be a row for everybody who comes to the door.
"""

import secrets
from datetime import timedelta

import redis.exceptions
from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.caches import company_cache
from core.ids import new_id
from core.tokens import TokenNotValid, issue_token, read_token
from tenants.accounts.models import User
from tenants.companies.models import Company

# It is used at once: the browser is sent from one host to the other.
PASS_LIFETIME = timedelta(minutes=1)
COOKIE = "rooster_arrival"
_PURPOSE = "arrival"


class PassNotValid(Exception):
    """The pass is forged, too old, used already, or was made for another company or another browser."""

    message = _(
        "This link has been used already, is too old, or was made for another browser. Sign in with your e-mail and password."
    )


def new_secret() -> str:
    """What a browser keeps on the company's host (`expect_pass`); only a pass with it will do there."""
    return secrets.token_urlsafe()


def expect_pass(response: HttpResponseBase, *, secret: str) -> None:
    """Have the browser that gets this answer keep a secret for as long as it takes to come back with a pass."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=PASS_LIFETIME * 2,
        path=reverse("arrive"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def issue_pass(*, company: Company, email: str, secret: str) -> str:
    """A pass into `company` for the person who signs in with `email`, in the browser whose session there has the secret."""
    content = {"email": email, "nonce": new_id().hex, "secret": secret}
    return issue_token(content, purpose=_PURPOSE, company_id=company.id)


def redeem_pass(*, company: Company, arrival_pass: str, expected: str | None) -> User:
    """The person whom the pass names, if the browser has kept its secret; call it inside the company. Raises PassNotValid."""
    try:
        content = read_token(arrival_pass, purpose=_PURPOSE, company_id=company.id, max_age=PASS_LIFETIME)
    except TokenNotValid as error:
        raise PassNotValid from error
    # As bytes: of a text, only one in ASCII may be compared so, and the public site takes any for a secret.
    if expected is None or not secrets.compare_digest(content["secret"].encode(), expected.encode()):
        raise PassNotValid
    # `add` sets only what is not there: of two requests with the same pass one loses.
    try:
        is_first = company_cache.add(f"arrival:{content['nonce']}", 1, timeout=PASS_LIFETIME.total_seconds() * 2)
    except redis.exceptions.RedisError as error:
        # Nobody can tell whether it was used already; the person signs in with the password instead.
        raise PassNotValid from error
    if not is_first:
        raise PassNotValid
    user = User.objects.filter(email=content["email"].lower(), is_active=True).first()
    if user is None:
        raise PassNotValid
    return user
