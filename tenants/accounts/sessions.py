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
        self._former_key: str | None = None

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

    def cycle_key(self) -> None:
        """Give the session another key, and keep what it holds. Its row gets the key when it is saved, and then has no other."""
        former, content = self.session_key, dict(self.items())
        self.create()
        self._session_cache, self._former_key = content, former

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature.
        """Write the session, unless this request has written the same already. Raises UpdateError when it has ended.

        One that was written inside a transaction which is rolled back is gone: whoever saves there lets the error end the request.
        """
        content = self.serializer().dumps(dict(self.items()))
        if self.session_key is None:
            self.create()
        written = (self.session_key, content)
        if written != self._written:
            if not self._is_moved():
                super().save(must_create=must_create or self._is_new)
            self._is_new = False
            self._written = written

    def _is_moved(self) -> bool:
        """Whether there was a row under the key before this one, which is the session's now."""
        former, self._former_key = self._former_key, None
        if former is None:
            return False
        row = self.create_model_instance(dict(self.items()))
        values = {"session_key": row.session_key, "session_data": row.session_data, "expire_date": row.expire_date}
        return bool(self.model.objects.filter(session_key=former).update(**values))

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one, without reading it first."""
        self.model.objects.filter(session_key=session_key or self.session_key).delete()


@prepared
def _data(*, session_key: str, now: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=now).values_list("session_data", flat=True)
