"""Texts worth stealing, kept so that the database alone does not tell them; `core.fields.EncryptedTextField` is the column.

AES-256-GCM, under a key that HKDF derives from a secret of the installation for one schema, with the column's name
authenticated: what is copied into another company's row, or into another column, does not decrypt. The first of
ENCRYPTION_KEYS encrypts and all of them decrypt; each stored text names the one that made it, so that secrets are
exchanged without stopping (docs/operations.md).
"""

import base64
import binascii
import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = "v1"
_NONCE_BYTES = 12
# What a trail or a log says in the place of a secret.
MASK = "••••••"


class CannotDecrypt(Exception):
    """A stored text of which no secret of this installation makes sense here."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"What stands in {place} cannot be decrypted: it was made with a secret that is not among ENCRYPTION_KEYS, "
            "or for another company or column, or it was altered. Put the former secret back behind the newest one."
        )


def encrypt(text: str, *, schema_name: str, place: str) -> str:
    """What to store of `text` in `place`, as "app.model.field", of the company with that schema. Never the same twice."""
    secret = settings.ENCRYPTION_KEYS[0]
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(_derive(secret, schema_name)).encrypt(nonce, text.encode(), place.encode())
    return f"{newest_prefix()}{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str, *, schema_name: str, place: str) -> str:
    """The text again. Raises CannotDecrypt."""
    version, _, rest = stored.partition(".")
    key_id, _, encoded = rest.partition(".")
    for secret in _secrets_named(key_id) if version == _VERSION else ():
        try:
            sealed = base64.b64decode(encoded, altchars=b"-_", validate=True)
            key = AESGCM(_derive(secret, schema_name))
            return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            continue
    raise CannotDecrypt(place)


def newest_prefix() -> str:
    """How every stored text begins that the newest secret has made."""
    return f"{_VERSION}.{_key_id(settings.ENCRYPTION_KEYS[0])}."


def _secrets_named(key_id: str) -> Iterator[str]:
    return (secret for secret in settings.ENCRYPTION_KEYS if _key_id(secret) == key_id)


def _key_id(secret: str) -> str:
    return _hkdf(secret, b"rooster key id", 4).hex()


def _derive(secret: str, schema_name: str) -> bytes:
    return _hkdf(secret, f"rooster {_VERSION} {schema_name}".encode(), 32)


def _hkdf(secret: str, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret.encode())
