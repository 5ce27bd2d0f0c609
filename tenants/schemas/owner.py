"""A direct connection as the login that owns the database, for making schemas and roles. Pages never use it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[psycopg.Connection[tuple[object, ...]]]

# A connection remembers every table that it has touched, and those of a thousand companies are gigabytes.
KEPT_FOR_SECONDS = 5
# A statement of provisioning that waits longer than this is waiting for something that should not be there.
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "60s"


def owner_parameters() -> dict[str, str]:
    """Psycopg's parameters of the owner's login, to the database that the default connection uses."""
    login = settings.OWNER_DATABASE
    parameters = {
        "host": login["HOST"],
        "port": str(login["PORT"] or ""),
        "user": login["USER"],
        "password": login["PASSWORD"],
        "dbname": str(connection.settings_dict["NAME"]),
    }
    # Such as sslmode and sslrootcert.
    parameters |= {name: str(value) for name, value in login.get("OPTIONS", {}).items()}
    return {name: value for name, value in parameters.items() if value}


@contextmanager
def owner_transaction(
    *, lock_timeout: str = LOCK_TIMEOUT, statement_timeout: str = STATEMENT_TIMEOUT, pool: Pool | None = None
) -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
    """One transaction as the owner; committed at the end of the block, rolled back by an exception.

    However long the block works elsewhere: many of these transactions hold a lock for that and nothing else.
    """
    connected = pool.connection() if pool else psycopg.connect(make_conninfo(**owner_parameters()))
    with connected as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),"
            " set_config('idle_in_transaction_session_timeout', '0', true)",
            [lock_timeout, statement_timeout],
        )
        yield cursor


@contextmanager
def owner_pool(size: int) -> Iterator[Pool]:
    """Connections as the owner for that many threads that go from company to company, for `owner_transaction`."""
    with ConnectionPool(make_conninfo(**owner_parameters()), min_size=0, max_size=size, max_lifetime=KEPT_FOR_SECONDS) as pool:
        yield pool
