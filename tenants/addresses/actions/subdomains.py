"""Another subdomain for a company, and what becomes of the old one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.audit.actions import Actor
from core.moments import moment_text
from core.tenancy import in_public
from tenants.addresses.actions.trail import AddressRefusal, record
from tenants.addresses.rules import may_rename_from
from tenants.companies.actions import SubdomainTaken
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, Domain, DomainKind
from tenants.companies.rules import RESERVED_FOR, check_subdomain, host_of_subdomain


class SubdomainUnchanged(AddressRefusal):
    """The company has this address already."""

    message = _("This is your address already. Enter the one that you want instead.")


class RenamedTooOften(AddressRefusal):
    """A new name would be the second in a day, or one too many in a year."""

    def __init__(self, may_from: datetime) -> None:
        super().__init__(may_from)
        self.message = _g(
            "The address was changed a short while ago, and every former one is kept for you. You can take a new one from "
            "%(moment)s on, or take a former one back now."
        ) % {"moment": moment_text(may_from)}


def rename_subdomain(*, company: Company, subdomain: str, acting_user: Actor | None, now: datetime) -> Domain:
    """Let a company answer under another subdomain. The old one leads to it for a while and is kept for the company for longer.

    A former subdomain may be taken back at any time. Raises SubdomainNotAllowed, SubdomainTaken, SubdomainUnchanged or
    RenamedTooOften.
    """
    check_subdomain(subdomain)
    host = host_of_subdomain(subdomain)
    with transaction.atomic():
        with in_public():
            # One change after the other, also when two people press the button at once.
            Company.objects.select_for_update().get(pk=company.pk)
            own = {domain.domain: domain for domain in Domain.objects.filter(tenant=company).exclude(kind=DomainKind.CUSTOM)}
            current = next(domain for domain in own.values() if domain.kind == DomainKind.SUBDOMAIN)
            if host == current.domain:
                raise SubdomainUnchanged
            if host not in own:
                _check_pace([domain.former_since for domain in own.values() if domain.former_since is not None], now)
            was_primary = current.is_primary
            Domain.objects.filter(pk=current.pk).update(kind=DomainKind.FORMER, former_since=now, is_primary=False)
            renamed = _take(host, company, own.get(host), is_primary=was_primary)
            forget_hosts_on_commit()
        record(company, "company:renamed", acting_user, before={"address": current.domain}, after={"address": host})
    return renamed


def _check_pace(former_since: list[datetime], now: datetime) -> None:
    may_from = may_rename_from(former_since, reserved_for=RESERVED_FOR)
    if may_from is not None and now < may_from:
        raise RenamedTooOften(may_from)


def _take(host: str, company: Company, former: Domain | None, *, is_primary: bool) -> Domain:
    if former is not None:
        Domain.objects.filter(pk=former.pk).update(kind=DomainKind.SUBDOMAIN, former_since=None, is_primary=is_primary)
        former.refresh_from_db()
        return former
    try:
        with transaction.atomic():
            domain: Domain = Domain.objects.create(domain=host, tenant=company, is_primary=is_primary)
    except IntegrityError as error:
        raise SubdomainTaken from error
    return domain


def release_former_subdomains(*, now: datetime) -> int:
    """Let everybody have the former subdomains whose time is over, and return how many."""
    released, _by_model = Domain.objects.filter(kind=DomainKind.FORMER, former_since__lte=now - RESERVED_FOR).delete()
    return released
