"""Entering a company sets search_path and role in one statement; outside every company nothing runs at all.

django-tenants sets the path alone, so its companies are kept apart by unqualified names. Here PostgreSQL itself refuses:
the role of a company has rights on that company's schema and on nothing else. The file's name is Django's choice.
"""

import logging
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import django.db.utils
import psycopg
import psycopg.errors
import psycopg.sql
from django.conf import settings
from django.db.backends.postgresql.base import DatabaseWrapper as DjangosDatabaseWrapper
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsDatabaseWrapper
from django_tenants.utils import get_public_schema_name
from psycopg.pq import ExecStatus, TransactionStatus

from core.tenancy import NoContext, WrongSchema
from tenants.schemas.postgresql.pool import CLEAN

log = logging.getLogger(__name__)

EXTENSIONS_SCHEMA = "extensions"
# The login itself: in public, and for the owner while it builds a schema.
NO_ROLE = "none"
SWITCH = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


class RoleMissing(Exception):
    """A schema was to be entered without the role that guards it."""


@dataclass(frozen=True)
class OwnedSchema:
    """A schema entered by the owner's login to build or alter it, without a company's role."""

    schema_name: str
    role_name: str = NO_ROLE

    def get_tenant_type(self) -> None:
        """django-tenants asks; there is one type of tenant."""


# Where a connection stands before anything is entered and after it was left.
NOWHERE = OwnedSchema("")


class DatabaseWrapper(TenantsDatabaseWrapper):  # type: ignore[misc]  # django-tenants ships no types.
    """A connection that is nowhere, in public as its login, or in one schema as that schema's role."""

    search_path_set_schemas: list[str] | None
    _setting_search_path: bool

    def __init__(self, *args: Any, **options: Any) -> None:
        # Where the running flow of calls has gone: coroutines share a thread and with it a connection, and one of them may
        # have entered another company while this one waited.
        self._entered: ContextVar[str] = ContextVar("entered", default="")
        super().__init__(*args, **options)
        self._expected_path = b""
        # django-tenants' own moves the path to look around. Here only one schema is on it, so Django's sees the same.
        self.introspection = DjangosDatabaseWrapper.introspection_class(self)
        # Each statement passes here, also that of a cursor which was opened before another company was entered.
        self.execute_wrappers.append(self._stand_where_expected)
        # An operator's command works in public unless it says otherwise; threads that it starts say where they work.
        if settings.PROCESS != "operator" or threading.current_thread() is not threading.main_thread():
            self.leave()

    def leave(self) -> None:
        """Stand nowhere. The next statement raises NoContext unless something is entered before it."""
        self.set_tenant(NOWHERE)

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:  # noqa: FBT001, FBT002
        """Choose the schema for the next statements. Raises RoleMissing for a schema named without its role."""
        if tenant.schema_name != get_public_schema_name() and not getattr(tenant, "role_name", None):
            message = f"Schema {tenant.schema_name} was to be entered without its role; use tenant_context(company)."
            raise RoleMissing(message)
        super().set_tenant(tenant, include_public)
        self._entered.set(tenant.schema_name)

    def take_over(self, connection: psycopg.Connection[Any]) -> None:
        """Clean a session that somebody else had, and enter with the same round trip. Raises OperationalError if it is lost."""
        paths, path, role = self._place()
        self.search_path_set_schemas = None
        if not connection.autocommit:
            # Lost inside a transaction it was left in that mode, and this statement would begin another.
            connection.autocommit = True
        if not self.schema_name:
            _run(connection, CLEAN)
        elif _failed(connection, CLEAN + _switch_in_text(path, role)) is None:
            self._note_place(paths, path)
        else:
            # All of it is undone. With a role that is gone, the first statement says so itself.
            _run(connection, CLEAN)

    def _stand_where_expected(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        self._handle_search_path()
        return execute(statement, params, many, context)

    def _cursor(self, name: str | None = None) -> Any:
        self._refuse_nowhere()
        return super()._cursor(name)

    def _refuse_nowhere(self) -> None:
        if not self.schema_name:
            message = "A statement was to run outside every company and outside public; enter one of them first."
            raise NoContext(message)
        if self._entered.get() != self.schema_name:
            message = "Another coroutine has entered another schema on this thread's connection; enter and ask in one call."
            raise NoContext(message)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        self._refuse_nowhere()
        if not self.search_path_set_schemas:
            self._switch(cursor)
        if self.search_path_set_schemas:
            self._check_reported_path()

    def _place(self) -> tuple[list[str], str, str]:
        # pg_temp is named, and last: unnamed it comes first, and one company's temporary table would stand before the next
        # company's table of the same name on this connection.
        paths = [self.schema_name, EXTENSIONS_SCHEMA, "pg_temp"]
        return paths, ", ".join(f'"{each}"' for each in paths), getattr(self.tenant, "role_name", NO_ROLE)

    def _note_place(self, paths: list[str], path: str) -> None:
        self.search_path_set_schemas = paths
        self._expected_path = path.encode()

    def _switch(self, cursor: Any) -> None:
        paths, path, role = self._place()
        self._setting_search_path = True
        try:
            with self._switching_cursor(cursor) as switching:
                switching.execute(SWITCH, [path, role])
        except (django.db.utils.DatabaseError, psycopg.Error) as error:
            if not isinstance(error.__cause__ or error, psycopg.errors.InFailedSqlTransaction):
                raise
            # The transaction is lost and PostgreSQL refuses every statement until its rollback, so nothing can run in
            # the wrong schema. The memo stays empty and the first statement afterwards switches.
            self.search_path_set_schemas = None
        else:
            self._note_place(paths, path)
        finally:
            self._setting_search_path = False

    def _check_reported_path(self) -> None:
        """Compare with what the server itself last reported, which costs no round trip. Raises WrongSchema.

        PostgreSQL reports the path since version 18; before, nothing is there to compare.
        """
        reported = self.connection.pgconn.parameter_status(b"search_path")
        if reported is None or reported == self._expected_path:
            return
        if self.connection.pgconn.transaction_status == TransactionStatus.INERROR:
            # The error undid a switch made in this transaction. Nothing runs before its rollback, and then it is made again.
            self.search_path_set_schemas = None
            return
        log.critical("Expected the schema path %s, the server stands in %s.", self._expected_path.decode(), reported.decode())
        # Closed for good before it is given back, so that no pool hands it to the next request.
        self.connection.close()
        self.close()
        message = f"The connection was not in {self.schema_name}; it has been closed."
        raise WrongSchema(message)

    def _switching_cursor(self, cursor: Any) -> Any:
        # A named (server-side) cursor can run only its own statement, so the switch needs one of its own.
        return _Borrowed(cursor) if cursor is not None else self.connection.cursor()


def _failed(connection: psycopg.Connection[Any], statements: bytes) -> str | None:
    """What the server, or libpq, says against the statements. By libpq alone: a cursor would take longer than the server."""
    result = connection.pgconn.exec_(statements)
    return None if result.status in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK} else result.get_error_message()


def _run(connection: psycopg.Connection[Any], statements: bytes) -> None:
    said = _failed(connection, statements)
    if said is not None:
        message = f"The server does not take the connection over: {said}"
        raise psycopg.OperationalError(message)


@lru_cache(maxsize=5_000)
def _switch_in_text(path: str, role: str) -> bytes:
    """SWITCH for a statement with others, which takes no parameters. Names are ours, without quotes or backslashes."""
    path, role = psycopg.sql.quote(path), psycopg.sql.quote(role)
    return f"; SELECT set_config('search_path', {path}, false), set_config('role', {role}, false)".encode()


class _Borrowed:
    """Lends a cursor to a `with` block without closing it."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def __enter__(self) -> Any:
        return self.cursor

    def __exit__(self, *_exc: object) -> None:
        """Leave the cursor open for its owner."""
