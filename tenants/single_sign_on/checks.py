"""What can be found out about a provider without signing in there, for an owner who tests the connection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.moments import moment_text
from tenants.single_sign_on.answers import refusal_of
from tenants.single_sign_on.certificates import good_until
from tenants.single_sign_on.models import IdentityProvider, Protocol
from tenants.single_sign_on.network import provider_session
from tenants.single_sign_on.refusals import CertificateExpired, NotUnderstood, SignOnRefusal

_DESCRIPTION = "/.well-known/openid-configuration"
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# Assertions and tokens are good for minutes.
_CLOCK_MAY_DIFFER = timedelta(seconds=60)
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `tone`: good, warn, bad."""

    words: Promise | str
    tone: str = "good"
    detail: str = ""


def check_provider(provider: IdentityProvider, *, now: datetime) -> list[Check]:
    """One after the other, up to the first that fails."""
    steps = _check_oidc(provider, now) if provider.protocol == Protocol.OIDC else _check_saml(provider, now)
    done: list[Check] = []
    try:
        for step in steps:
            done.append(step)  # noqa: PERF402 -- What was found before an error counts.
    except (SignOnRefusal, requests.RequestException, ValueError, KeyError, TypeError) as error:
        refusal = refusal_of(error)
        done.append(Check(refusal.message, "bad", refusal.detail))
    return done


def _check_oidc(provider: IdentityProvider, now: datetime) -> Iterator[Check]:
    url = provider.issuer.rstrip("/")
    answer = _get(url if "/.well-known/" in url else f"{url}{_DESCRIPTION}")
    answer.raise_for_status()
    description: dict[str, Any] = answer.json()
    yield Check(_("The provider answers at its address."))
    if missing := [name for name in _NEEDED if name not in description]:
        raise NotUnderstood(f"Its description lacks {', '.join(missing)}.")
    issuer = str(description["issuer"])
    if issuer.rstrip("/") == url:
        yield Check(_("It is the issuer that you entered."))
    else:
        yield Check(_("It calls itself another issuer than the one you entered. Enter it as it writes it."), "bad", issuer)
    keys = _get(description["jwks_uri"])
    keys.raise_for_status()
    if not keys.json()["keys"]:
        raise NotUnderstood("It publishes no keys.")
    yield Check(_("It publishes the keys with which it signs."))
    yield _check_clock(answer, now)


def _check_saml(provider: IdentityProvider, now: datetime) -> Iterator[Check]:
    ends_at = good_until(provider.certificate)
    if ends_at < now:
        raise CertificateExpired(ends_at)
    words = _("Its certificate is good until %(moment)s.") % {"moment": moment_text(ends_at)}
    if ends_at - now < _SOON:
        yield Check(_("%(words)s Ask for the next one in time.") % {"words": words}, "warn")
    else:
        yield Check(words)
    # What it says to somebody who asks for nothing is its own affair.
    answer = _get(provider.sso_url)
    yield Check(_("The provider answers at its address."))
    yield _check_clock(answer, now)


def _check_clock(answer: requests.Response, now: datetime) -> Check:
    try:
        says = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return Check(_("It does not say what time it has."), "warn")
    if abs(says - now) > _CLOCK_MAY_DIFFER:
        return Check(_("Its clock and ours differ, so we may take its answers for too old."), "warn", moment_text(says))
    return Check(_("Its clock agrees with ours."))


def _get(url: str) -> requests.Response:
    with provider_session() as session:
        return session.get(url)
