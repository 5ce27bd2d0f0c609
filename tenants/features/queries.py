"""Reads of what a company may use."""

from dataclasses import dataclass

from django.db import connection

from core.tenancy import current_tenant

# A company's role may read its own row of it, and has public not on its path.
_LIMITS = "SELECT plan_name, employee_limit, storage_gb, location_limit FROM public.features_entitlement WHERE company_id = %s"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the current company's plan allows."""

    plan_name: str
    employees: int
    storage_gb: int
    locations: int | None = None
    """None where there may be any number."""


def current_limits() -> Limits | None:
    """The current company's limits; None when it has no plan, and so none."""
    with connection.cursor() as cursor:
        cursor.execute(_LIMITS, [current_tenant().id])
        row = cursor.fetchone()
    return Limits(*row) if row else None
