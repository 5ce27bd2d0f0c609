"""Schemas made to try something out, and dropped again; a killed process leaves one, which the next run drops."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg import errors, sql

from core.ids import new_id
from tenants.fleet.queries import Cursor
from tenants.schemas.fingerprint import describe_schema
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import BUILD_LOCK, load_template


@contextmanager
def scratch_schema() -> Iterator[str]:
    """An empty schema of the owner's until the end of the block. Call it only while no other run goes on."""
    name = f"plan_{new_id().hex}"
    with owner_transaction() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        with owner_transaction() as cursor:
            _drop(cursor, name)


def drop_leftovers() -> None:
    """Drop what killed runs left behind. Call it only while no other run goes on.

    The last statement of a killed run, or its pg_dump, may still be there and hold tables: that schema is left to the next run.
    """
    with owner_transaction() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [BUILD_LOCK])
        kinds = "plan|template" if cursor.fetchone() == (True,) else "plan"
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s", [f"^({kinds})_[0-9a-f]{{32}}$"])
        for (name,) in cursor.fetchall():
            with suppress(errors.DeadlockDetected, errors.LockNotAvailable), cursor.connection.transaction():
                _drop(cursor, str(name))


def _drop(cursor: Cursor, name: str) -> None:
    cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))


def describe_template() -> list[str]:
    """What a schema of this release consists of, line by line."""
    template = load_template()
    with scratch_schema() as name, owner_transaction() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{name}", extensions'])
        cursor.execute(template.sql_for(name).encode())
        return describe_schema(cursor, name)
