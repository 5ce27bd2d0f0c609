"""Reads of companies, for the console, sign-up and jobs."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.companies.models import Company, Domain, DomainKind
from tenants.companies.rules import SubdomainNotAllowed, check_subdomain, host_of_subdomain


@dataclass(frozen=True)
class AddressStatus:
    """What to say about a wished subdomain. `message` is empty while nothing has been typed."""

    is_free: bool
    message: Promise | str


def address_status(subdomain: str, *, company: Company | None = None) -> AddressStatus:
    """Whether a new company, or `company` instead of what it has, may take this subdomain now. Somebody may still be faster."""
    if not subdomain:
        return AddressStatus(is_free=False, message="")
    try:
        check_subdomain(subdomain)
    except SubdomainNotAllowed as error:
        return AddressStatus(is_free=False, message=error.message)
    own = company and Domain.objects.filter(tenant=company, domain=host_of_subdomain(subdomain)).first()
    if own:
        is_former = own.kind == DomainKind.FORMER
        words = _("You had this address before and can take it back.") if is_former else _("This is your address already.")
        return AddressStatus(is_free=is_former, message=words)
    reason = why_not_free(subdomain)
    return AddressStatus(is_free=reason is None, message=reason or _("This address is free."))


def address_suffix() -> str:
    """What follows a subdomain in an address, with the port when there is one: ".rooster.example"."""
    return str(settings.SITE_ADDRESS.host_url(f".{settings.BASE_DOMAIN}").partition("://")[2])


def why_not_free(subdomain: str) -> Promise | None:
    """Why no company can take `subdomain` now; None when it is free."""
    holder = Domain.objects.answering().filter(domain=host_of_subdomain(subdomain)).first()
    if holder is None:
        return None
    if holder.kind == DomainKind.FORMER:
        return _("This address belonged to another company until recently and is kept for its people. Choose another one.")
    return _("This address is taken. Choose another one.")


def company_at_subdomain(subdomain: str) -> Company:
    """The company whose address is that subdomain, in whatever state it is. Raises Company.DoesNotExist."""
    at_host = Company.objects.filter(domains__domain=host_of_subdomain(subdomain), domains__kind=DomainKind.SUBDOMAIN)
    return at_host.prefetch_related("domains").get()


def ready_companies() -> QuerySet[Company]:
    """Companies with a finished schema, oldest first, whatever their status."""
    return Company.objects.ready().order_by("id")
