"""Django's sessions in the database, written once a request: each statement and each commit makes signing in slower."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from core.prepared import prepared

_KEY_LENGTH = 32


class SessionStore(DatabaseSessionStore):
    """Named in settings. A new session becomes a row when it is saved, not already when it is given a key."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._is_new = False
        self._written: tuple[str | None, bytes] | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing once it has ended, and then its key is not used again."""
        for session_data in _data(session_key=str(self.session_key), now=timezone.now()):
            return self.decode(session_data)
        self._session_key = None
        return {}

    def create(self) -> None:
        """Give the session a new key. Django looks first whether it is taken; 165 random bits need no look."""
        self._session_key = get_random_string(_KEY_LENGTH, VALID_KEY_CHARS)
        self._is_new = True
        self.modified = True

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature.
        """Write the session, unless this request has written the same already. Raises UpdateError when it has ended.

        One that was written inside a transaction which is rolled back is gone: whoever saves there lets the error end the request.
        """
        content = self.serializer().dumps(dict(self.items()))
        if self.session_key is None:
            self.create()
        written = (self.session_key, content)
        if written != self._written:
            super().save(must_create=must_create or self._is_new)
            self._is_new = False
            self._written = written

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one, without reading it first."""
        self.model.objects.filter(session_key=session_key or self.session_key).delete()


@prepared
def _data(*, session_key: str, now: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=now).values_list("session_data", flat=True)
