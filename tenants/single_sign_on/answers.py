"""What the libraries make of a provider's answer, in our words."""

from collections.abc import Sequence
from http import HTTPStatus

import jwt
import requests

from tenants.single_sign_on.refusals import (
    ClientRefused,
    ClocksDisagree,
    ConnectionNotSafe,
    MeantForOthers,
    NotAskedFor,
    NotGenuine,
    NotUnderstood,
    ProviderDown,
    SignOnRefusal,
)

# Subclasses first. An unknown error is one that makes no sense.
_BY_ERROR: Sequence[tuple[type[BaseException], type[SignOnRefusal]]] = (
    (requests.exceptions.SSLError, ConnectionNotSafe),
    (requests.ConnectionError, ProviderDown),
    (requests.Timeout, ProviderDown),
    (jwt.ExpiredSignatureError, ClocksDisagree),
    (jwt.ImmatureSignatureError, ClocksDisagree),
    (jwt.InvalidAudienceError, MeantForOthers),
    (jwt.InvalidIssuerError, MeantForOthers),
)
# What allauth and python3-saml say where they raise one kind of error for many reasons.
_BY_WORDS: Sequence[tuple[str, type[SignOnRefusal]]] = (
    ("token already used", NotAskedFor),
    ("Error retrieving access token", ClientRefused),
    ("timestamp", ClocksDisagree),
    ("Check system clock", ClocksDisagree),
    ("The Assertion of the Response is expired", ClocksDisagree),
    ("SubjectConfirmation", MeantForOthers),
    ("The session of the IdP has expired", ClocksDisagree),
    ("audience", MeantForOthers),
    ("Invalid issuer", MeantForOthers),
    ("was received at", MeantForOthers),
    ("ignature", NotGenuine),
    ("signed", NotGenuine),
    ("InResponseTo", NotAskedFor),
)


def refusal_of(error: BaseException) -> SignOnRefusal:
    """Of an error that a library raised; those of ours are what they are."""
    if isinstance(error, SignOnRefusal):
        return error
    answer = getattr(error, "response", None)
    if answer is not None and answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProviderDown(error)
    for cause in filter(None, (error.__cause__, error)):
        for kind, refusal in _BY_ERROR:
            if isinstance(cause, kind):
                return refusal(error)
    return refusal_of_words(f"{type(error).__name__}: {error}")


def refusal_of_words(words: str) -> SignOnRefusal:
    """Of a reason that a library gives as a text."""
    found = (refusal for mark, refusal in _BY_WORDS if mark in words)
    return next(found, NotUnderstood)(words)
