"""A domain from an id that somebody gives."""

from uuid import UUID

from core.tenancy import in_public
from tenants.companies.models import Company, Domain


def get_domain(*, company: Company, domain_id: UUID) -> Domain:
    """One of the company's hosts. Raises Domain.DoesNotExist, also for another company's."""
    with in_public():
        domain: Domain = Domain.objects.get(pk=domain_id, tenant=company)
    return domain


def get_custom_domain(*, company: Company, domain_id: UUID) -> Domain:
    """One of the domains that the company has brought. Raises Domain.DoesNotExist, also for its subdomains."""
    with in_public():
        domain: Domain = Domain.objects.custom().get(pk=domain_id, tenant=company)
    return domain
