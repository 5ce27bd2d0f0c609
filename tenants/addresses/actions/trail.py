"""What every change of an address has in common: how it is refused, and how it is written down."""

from typing import Any

from django.utils.functional import Promise

from core.audit.actions import Actor, record_event
from core.tenancy import current_tenant, in_public
from tenants.companies.models import Company


class AddressRefusal(Exception):
    """An address stays as it is; `message` says why and what to do."""

    message: Promise | str = ""


def record(
    company: Company,
    action: str,
    acting_user: Actor | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down what happened for the platform and, where a person of the company did it, in the company's own trail."""
    with in_public():
        record_event(action=action, acting_user=acting_user, subject=company, before=before, after=after)
    if current_tenant().schema_name == company.schema_name:
        record_event(action=action, acting_user=acting_user, subject=company, before=before, after=after)
