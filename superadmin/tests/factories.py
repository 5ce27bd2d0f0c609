"""Rows of companies as the console knows them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.ids import new_id, opaque_schema_name
from tenants.companies.models import Company, CompanyStatus, Domain
from tenants.companies.rules import role_name_for
from tenants.schemas.models import Provisioning, ProvisioningState

NOW = timezone.now()


def url(name: str, company: Company | None = None, **keys: object) -> str:
    """A page of the console."""
    return reverse(name, urlconf="config.urls_console", kwargs=keys | ({"company_id": company.pk} if company else {}))


def make_company(name: str, **values: Any) -> Company:
    """A row of a company, with a set-up but without a schema."""
    error = values.pop("error", "")
    # Now, since the tests may have been collected minutes ago.
    moved = values.pop("moved", timezone.now())
    company_id = new_id()
    schema_name = opaque_schema_name(company_id)
    company: Company = Company.objects.create(
        **{
            "id": company_id,
            "name": name,
            "schema_name": schema_name,
            "role_name": role_name_for(schema_name),
            "status": CompanyStatus.ACTIVE,
            "country": "GB",
            "time_zone": "Europe/London",
            "currency": "GBP",
            "owner_name": f"Owner of {name}",
            "owner_email": f"{name.lower()}@owners.example",
            "created_at": NOW,
            "ready_at": NOW,
            **values,
        }
    )
    Domain.objects.create(domain=f"{name.lower()}.rooster.test", tenant=company, is_primary=True)
    state = ProvisioningState.READY if company.ready_at else ProvisioningState.SCHEMA
    Provisioning.objects.create(company=company, state=state, requested_at=NOW, changed_at=moved, error=error)
    return company
