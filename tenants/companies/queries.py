"""Reads of companies, for the console, sign-up and jobs."""

import uuid

from django.db.models import QuerySet

from tenants.companies.models import Company, Domain
from tenants.companies.rules import host_of_subdomain


def is_subdomain_free(subdomain: str) -> bool:
    """Whether no company answers under `subdomain`."""
    return not Domain.objects.filter(domain=host_of_subdomain(subdomain)).exists()


def get_company(company_id: uuid.UUID) -> Company:
    """One company. Raises Company.DoesNotExist."""
    return Company.objects.prefetch_related("domains").get(pk=company_id)


def ready_companies() -> QuerySet[Company]:
    """Companies with a finished schema, oldest first, whatever their status."""
    return Company.objects.ready().order_by("id")
