"""Signed passes that say for what and in which company. Nothing else imports Django's signing (tests/guards/test_keys.py)."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.utils.crypto import salted_hmac

from core.tenancy import current_schema_name


class TokenNotValid(Exception):
    """The token is forged, too old, or was made for something else or for another company."""


def issue_token(content: dict[str, Any], *, purpose: str, company_id: uuid.UUID) -> str:
    """A signed text that opens `content` for this purpose in this company alone. Whoever has it can read what is in it."""
    return signing.dumps(content, salt=_salt(purpose, company_id))


def read_token(token: str, *, purpose: str, company_id: uuid.UUID, max_age: timedelta) -> dict[str, Any]:
    """What was signed. Raises TokenNotValid."""
    try:
        content: dict[str, Any] = signing.loads(token, salt=_salt(purpose, company_id), max_age=max_age)
    except signing.BadSignature as error:
        raise TokenNotValid from error
    return content


def hash_secret(secret: str, *, purpose: str, company_id: uuid.UUID) -> str:
    """What to keep of a secret: keyed by SECRET_KEY, so a stolen table opens nothing, and worthless in another company."""
    return salted_hmac(_salt(purpose, company_id), secret, algorithm="sha256").hexdigest()


def _salt(purpose: str, company_id: uuid.UUID) -> str:
    return f"{purpose}:{company_id}"


class _CompanyCookieStorage(CookieStorage):
    """Django's, but a message of one company's page is no message on another's."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]
        """What Django signs the cookie for."""
        return f"messages:{current_schema_name()}"


class MessageStorage(FallbackStorage):
    """Named in settings: what pages tell once, in a signed cookie, and in the session where it is too long for one."""

    storage_classes = (_CompanyCookieStorage, SessionStorage)
