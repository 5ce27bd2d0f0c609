"""Reads of a company's addresses."""

from dataclasses import dataclass

from core.tenancy import in_public
from tenants.companies.models import Company, Domain, DomainKind


@dataclass(frozen=True)
class Addresses:
    """All hosts of a company by what they are to it."""

    subdomain: Domain
    former: list[Domain]
    """Newest first."""
    custom: list[Domain]

    @property
    def primary(self) -> Domain:
        """The one in links and mails."""
        return next(domain for domain in [self.subdomain, *self.custom] if domain.is_primary)


def addresses_of(company: Company) -> Addresses:
    """The company's hosts; one statement, in public."""
    with in_public():
        domains = list(Domain.objects.filter(tenant=company).order_by("-former_since", "id"))
    by_kind = {kind: [domain for domain in domains if domain.kind == kind] for kind in DomainKind}
    return Addresses(by_kind[DomainKind.SUBDOMAIN][0], by_kind[DomainKind.FORMER], by_kind[DomainKind.CUSTOM])
