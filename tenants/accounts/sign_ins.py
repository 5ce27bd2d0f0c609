"""The log of signing in, which is also the list of where somebody is signed in."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet

from core.audit.actions import record_event
from core.ids import new_id
from tenants.accounts.models import SignIn, User

# One statement: a sign-in waits for it. A browser is new that was never seen with this account, but not at the first of all.
_RECORD = """
WITH person AS (UPDATE accounts_user SET last_login = %(at)s WHERE id = %(user)s)
INSERT INTO accounts_signin (id, user_id, at, succeeded, method, had_second_factor, ip, user_agent, device_hash, session_key,
                             last_seen_at, is_new_device)
SELECT %(id)s, %(user)s, %(at)s, true, %(method)s, %(had_second_factor)s, %(ip)s, %(user_agent)s, %(device_hash)s, %(session_key)s,
       %(at)s, NOT EXISTS (SELECT FROM accounts_signin known WHERE known.user_id = %(user)s AND known.device_hash = %(device_hash)s)
               AND EXISTS (SELECT FROM accounts_signin earlier WHERE earlier.user_id = %(user)s AND earlier.succeeded)
RETURNING is_new_device
"""
_RECORD_FAILURE = """
INSERT INTO accounts_signin (id, user_id, at, succeeded, method, had_second_factor, ip, user_agent, device_hash, session_key,
                             is_new_device)
SELECT %(id)s, person.id, %(at)s, false, %(method)s, false, %(ip)s, %(user_agent)s, '', '', false
  FROM accounts_user person WHERE person.email = %(email)s
"""
_USER_AGENT_LENGTH = 300

type _Values = dict[str, str | bool | datetime | UUID | None]


def new_device_token() -> str:
    """What a browser keeps in a cookie to be known again; it opens nothing."""
    return secrets.token_urlsafe(24)


def record_sign_in(
    *,
    user: User,
    method: SignIn.Method,
    had_second_factor: bool,
    ip: str | None,
    user_agent: str,
    device_token: str,
    session_key: str,
    now: datetime,
) -> tuple[str, bool]:
    """Write down that somebody is in, also with the account. Returns the row's key, and whether they never came by this browser."""
    key = new_id()
    values: _Values = {
        "id": key,
        "user": user.pk,
        "at": now,
        "method": method.value,
        "had_second_factor": had_second_factor,
        "ip": ip,
        "user_agent": user_agent[:_USER_AGENT_LENGTH],
        "device_hash": hashlib.sha256(device_token.encode()).hexdigest(),
        "session_key": session_key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
        [is_new_device] = cursor.fetchone()
    return str(key), bool(is_new_device)


def record_failed_sign_in(*, email: str, ip: str | None, user_agent: str, now: datetime) -> None:
    """Write down a wrong password for an account that there is; of an address that has none nothing is kept."""
    values: _Values = {
        "id": new_id(),
        "at": now,
        "method": SignIn.Method.PASSWORD.value,
        "ip": ip,
        "user_agent": user_agent[:_USER_AGENT_LENGTH],
        "email": email.strip().lower(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD_FAILURE, values)


def open_sign_ins(user: User, *, now: datetime) -> QuerySet[SignIn]:
    """Where this person is signed in, the latest first."""
    live = Session.objects.filter(expire_date__gt=now).values("session_key")
    return SignIn.objects.filter(user=user, succeeded=True, ended_at=None, session_key__in=live).order_by("-at")


def end_sign_ins(sign_ins: QuerySet[SignIn], *, user: User, acting_user: User | None, now: datetime) -> int:
    """Sign somebody out where these sign-ins led; returns of how many devices."""
    with transaction.atomic():
        keys = list(sign_ins.filter(user=user, ended_at=None).values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        SignIn.objects.filter(user=user, session_key__in=keys).update(ended_at=now)
        if keys:
            record_event(action="account:signed_out", acting_user=acting_user, subject=user, after={"devices": len(keys)})
    return len(keys)


def note_use(*, sign_in_id: str, session_key: str, now: datetime) -> None:
    """Keep that the session is in use, under the key that it has now."""
    SignIn.objects.filter(pk=sign_in_id).update(last_seen_at=now, session_key=session_key)


def forget_sign_ins(*, before: datetime) -> int:
    """Delete what is older; returns how many rows."""
    deleted, _by_model = SignIn.objects.filter(at__lt=before).delete()
    return deleted
