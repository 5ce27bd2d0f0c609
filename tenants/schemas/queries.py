"""Reads of where companies' schemas stand."""

from tenants.companies.models import Company
from tenants.schemas.models import Provisioning
from tenants.schemas.template import current_version


def why_jobs_wait(company: Company) -> str | None:
    """Why this process must not work in a company's schema now: its tables are of another release. None when it may."""
    version = Provisioning.objects.filter(company_id=company.pk).values_list("template_version", flat=True).first()
    if version == current_version():
        return None
    return "Its tables are of another release than this worker; the job runs when both are of the same."
