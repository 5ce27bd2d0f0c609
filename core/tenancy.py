"""The connection's company, typed: django-tenants adds these to Django's connection without telling the type checker."""

from typing import Any, Protocol, cast

from django.db import connection
from django_tenants.utils import get_public_schema_name, schema_context


class NoContext(Exception):
    """A statement was to run outside every company and outside public.

    Whoever reads or writes says first where: `tenant_context(company)`, `in_public()`. A new thread is nowhere, too.
    """


class WrongSchema(Exception):
    """The database stood in another schema than the one that was entered; the connection is closed, nothing ran."""


class Tenant(Protocol):
    """What the database backend needs to know to enter a schema."""

    @property
    def schema_name(self) -> str:
        """The schema."""

    @property
    def role_name(self) -> str:
        """The role that guards it."""


class _TenantConnection(Protocol):
    tenant: Any
    schema_name: str

    def set_tenant(self, tenant: Tenant) -> None: ...

    def set_schema_to_public(self) -> None: ...

    def leave(self) -> None: ...


def _connection() -> _TenantConnection:
    return cast("_TenantConnection", connection)


def current_tenant() -> Any:
    """The company whose schema is entered; outside a company an object that only names the public schema, or none."""
    return _connection().tenant


def current_schema_name() -> str:
    """The schema that is entered, also public; "" for a connection that stands nowhere."""
    return _connection().schema_name


def is_in_company() -> bool:
    """Whether a company is entered."""
    return current_schema_name() not in {"", get_public_schema_name()}


def enter_schema(tenant: Tenant) -> None:
    """Use the tenant's schema and role from the next statement on. Prefer `tenant_context`, which also leaves."""
    _connection().set_tenant(tenant)


def enter_public() -> None:
    """Use the public schema as the login itself from the next statement on."""
    _connection().set_schema_to_public()


def leave_schema() -> None:
    """Stand nowhere: until something is entered again, each statement raises NoContext."""
    _connection().leave()


def in_public() -> Any:
    """A context in the public schema; the schema of before comes back at its end."""
    return schema_context(get_public_schema_name())
