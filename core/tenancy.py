"""The connection's company, typed: django-tenants adds these to Django's connection without telling the type checker."""

from typing import Any, Protocol, cast

from django.db import connection
from django_tenants.utils import get_public_schema_name, schema_context


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

    def set_tenant(self, tenant: Tenant) -> None: ...

    def set_schema_to_public(self) -> None: ...


def _connection() -> _TenantConnection:
    return cast("_TenantConnection", connection)


def current_tenant() -> Any:
    """The company whose schema is entered; outside a company an object that only names the public schema."""
    return _connection().tenant


def enter_schema(tenant: Tenant) -> None:
    """Use the tenant's schema and role from the next statement on. Prefer `tenant_context`, which also leaves."""
    _connection().set_tenant(tenant)


def enter_public() -> None:
    """Use the public schema as the login itself from the next statement on."""
    _connection().set_schema_to_public()


def in_public() -> Any:
    """A context in the public schema; the schema of before comes back at its end."""
    return schema_context(get_public_schema_name())
