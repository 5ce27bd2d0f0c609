"""The code in an invitation's link, of which only a keyed hash is kept."""

import secrets
import uuid

from core.tokens import hash_secret


def new_code() -> str:
    """A text of 32 characters that nobody guesses."""
    return secrets.token_urlsafe(24)


def hash_code(code: str, *, company_id: uuid.UUID) -> str:
    """The hash to keep."""
    return hash_secret(code, purpose="invitation", company_id=company_id)
