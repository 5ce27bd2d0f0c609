"""Entering a company sets search_path and role in one statement; leaving resets both.

django-tenants sets the path alone, so its companies are kept apart by unqualified names. Here PostgreSQL itself refuses:
the role of a company has rights on that company's schema and on nothing else. The file's name is Django's choice.
"""

from dataclasses import dataclass
from typing import Any

import django.db.utils
import psycopg
import psycopg.errors
from django.core.exceptions import ImproperlyConfigured
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsDatabaseWrapper
from django_tenants.utils import get_public_schema_name

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


class DatabaseWrapper(TenantsDatabaseWrapper):  # type: ignore[misc]  # django-tenants ships no types.
    """A connection that is always either in public as its login, or in one schema as that schema's role."""

    search_path_set_schemas: list[str] | None
    _setting_search_path: bool

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:  # noqa: FBT001, FBT002
        """Choose the schema for the next statements. Raises RoleMissing for a schema named without its role."""
        if tenant.schema_name != get_public_schema_name() and not getattr(tenant, "role_name", None):
            message = f"Schema {tenant.schema_name} was to be entered without its role; use tenant_context(company)."
            raise RoleMissing(message)
        super().set_tenant(tenant, include_public)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or self.search_path_set_schemas:
            return
        if not self.schema_name:
            message = "No schema is set on the connection."
            raise ImproperlyConfigured(message)
        role = getattr(self.tenant, "role_name", NO_ROLE)
        # pg_temp is named, and last: unnamed it comes first, and one company's temporary table would stand before the next
        # company's table of the same name on this connection.
        paths = [self.schema_name, EXTENSIONS_SCHEMA, "pg_temp"]
        self._setting_search_path = True
        try:
            with self._switching_cursor(cursor) as switching:
                switching.execute(SWITCH, [", ".join(f'"{path}"' for path in paths), role])
        except (django.db.utils.DatabaseError, psycopg.Error) as error:
            if not isinstance(error.__cause__ or error, psycopg.errors.InFailedSqlTransaction):
                raise
            # The transaction is lost and PostgreSQL refuses every statement until its rollback, so nothing can run in
            # the wrong schema. The memo stays empty and the first statement afterwards switches.
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas = paths
        finally:
            self._setting_search_path = False

    def _switching_cursor(self, cursor: Any) -> Any:
        # A named (server-side) cursor can run only its own statement, so the switch needs one of its own.
        return _Borrowed(cursor) if cursor is not None else self.connection.cursor()


class _Borrowed:
    """Lends a cursor to a `with` block without closing it."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def __enter__(self) -> Any:
        return self.cursor

    def __exit__(self, *_exc: object) -> None:
        """Leave the cursor open for its owner."""
