"""Six digits by e-mail, of which only a keyed hash is kept."""

import secrets
import uuid

from django.utils.crypto import constant_time_compare, salted_hmac


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(code: str, *, registration_id: uuid.UUID) -> str:
    """The hash to keep: keyed by SECRET_KEY, so a stolen table cannot be searched, and worthless for another registration."""
    return salted_hmac(f"tenants.signup.codes:{registration_id}", code, algorithm="sha256").hexdigest()


def is_code(code: str, *, code_hash: str, registration_id: uuid.UUID) -> bool:
    """Whether `code` is the one that `code_hash` was made from."""
    return constant_time_compare(hash_code(code, registration_id=registration_id), code_hash)
