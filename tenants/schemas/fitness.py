"""Whether the database's connections can keep companies apart. Asked once, when pages or jobs start."""

import logging
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5
# How often the first session is looked at while the second one holds whatever a pooler gave it.
LOOKS = 5

_OWNS_SOMETHING = """
SELECT EXISTS (
    SELECT 1 FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = session_user::regrole AND deptype = 'o')
"""
_HAS_POWERS = """
SELECT rolsuper OR rolinherit OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
  FROM pg_roles WHERE rolname = session_user
"""


class DatabaseUnfit(Exception):
    """Companies could not be kept apart on this database; the message says why and what to change."""


def refuse_unfit_database() -> None:
    """Raise DatabaseUnfit where a pooler shares sessions, or where the pages' login could do more than it must.

    A database that does not answer yet is no reason to stay down: pages explain themselves until it does.
    """
    parameters = {**connection.get_connection_params(), "connect_timeout": CONNECT_SECONDS}
    parameters.pop("pool", None)
    try:
        with psycopg.connect(**parameters) as first, psycopg.connect(**parameters) as second:
            refuse_shared_sessions(first, second)
            if settings.LOGIN_MUST_BE_POWERLESS:
                refuse_powerful_login(first)
    except psycopg.OperationalError:
        log.exception("The database does not answer, so whether it keeps companies apart was not asked.")


def refuse_shared_sessions(first: psycopg.Connection[Any], second: psycopg.Connection[Any]) -> None:
    """Raise DatabaseUnfit when what looks like two sessions is handed out anew for each transaction by a pooler.

    A company is entered by setting the session's path and role. PgBouncer's `track_extra_parameters` follows the path where
    PostgreSQL reports it, but no server reports the role.
    """
    first.autocommit, second.autocommit = True, False
    mark = uuid4().hex
    first.execute("SELECT set_config('rooster.mark', %s, false)", [mark])
    mine = _session(first)
    # Within its transaction the second one keeps the server's session that it was given.
    shared = _session(second) == mine
    for _look in range(LOOKS):
        shared = shared or _session(first) != mine or _setting(first) != mark
    second.rollback()
    if shared:
        message = (
            "DATABASE_URL leads to a pooler that shares sessions between clients (transaction pooling). A company's path and role"
            " belong to a session, so people would see another company's data. Set pool_mode = session, or let DATABASE_URL"
            " lead to PostgreSQL itself: the product pools its connections."
        )
        raise DatabaseUnfit(message)


def refuse_powerful_login(session: psycopg.Connection[Any]) -> None:
    """Raise DatabaseUnfit when the login owns something, inherits, or has any of the powers that a login can have."""
    if _answer(session, _OWNS_SOMETHING) or _answer(session, _HAS_POWERS):
        message = (
            f"DATABASE_URL logs in as {session.info.user}, which owns tables or has powers that pages must not have. Let it log in"
            " as the role that deploy/postgres/roles.sql makes for pages, and name the owner in DATABASE_OWNER_URL."
        )
        raise DatabaseUnfit(message)


def _session(session: psycopg.Connection[Any]) -> object:
    return _answer(session, "SELECT pg_backend_pid()")


def _setting(session: psycopg.Connection[Any]) -> object:
    return _answer(session, "SELECT current_setting('rooster.mark', true)")


def _answer(session: psycopg.Connection[Any], query: str) -> object:
    row = session.execute(query.encode()).fetchone()
    return row[0] if row else None
