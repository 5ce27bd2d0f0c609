"""Writes of what a company may use."""

from datetime import datetime

from django.db import transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from tenants.companies.models import Company
from tenants.features.models import Entitlement

_RECORDED = ["plan_name", "employee_limit", "storage_gb", "location_limit"]


def entitle(
    *,
    company: Company,
    plan_code: str,
    plan_name: str,
    employee_limit: int,
    storage_gb: int,
    location_limit: int | None = None,
    acting_user: Actor | None,
    now: datetime,
) -> Entitlement:
    """Let a company use what this plan allows, instead of what it had. Call it in public.

    A company that has more people, files or locations than that keeps them all; it can only add none.
    """
    values = {
        "plan_name": plan_name,
        "employee_limit": employee_limit,
        "storage_gb": storage_gb,
        "location_limit": location_limit,
    }
    with transaction.atomic():
        former = Entitlement.objects.select_for_update().filter(company=company).first()
        entitlement, _is_new = Entitlement.objects.update_or_create(
            company=company, defaults={**values, "plan_code": plan_code, "changed_at": now}
        )
        before, after = changed_values(field_values(former, _RECORDED) if former else {}, values)
        if after:
            record_event(action="company:plan_given", acting_user=acting_user, subject=company, before=before, after=after)
    return entitlement
