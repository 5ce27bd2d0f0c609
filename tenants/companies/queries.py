"""Reads of companies, for the console, sign-up and jobs."""

import uuid

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.companies.models import Company, Domain, DomainKind
from tenants.companies.rules import host_of_subdomain


def why_not_free(subdomain: str) -> Promise | None:
    """Why no company can take `subdomain` now; None when it is free."""
    holder = Domain.objects.answering().filter(domain=host_of_subdomain(subdomain)).first()
    if holder is None:
        return None
    if holder.kind == DomainKind.FORMER:
        return _("This address belonged to another company until recently and is kept for its people. Choose another one.")
    return _("This address is taken. Choose another one.")


def get_company(company_id: uuid.UUID) -> Company:
    """One company. Raises Company.DoesNotExist."""
    return Company.objects.prefetch_related("domains").get(pk=company_id)


def company_at_subdomain(subdomain: str) -> Company:
    """The company whose address is that subdomain, in whatever state it is. Raises Company.DoesNotExist."""
    at_host = Company.objects.filter(domains__domain=host_of_subdomain(subdomain), domains__kind=DomainKind.SUBDOMAIN)
    return at_host.prefetch_related("domains").get()


def ready_companies() -> QuerySet[Company]:
    """Companies with a finished schema, oldest first, whatever their status."""
    return Company.objects.ready().order_by("id")
