"""A company's own domains, up to the button that asks for a check."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor
from core.tenancy import in_public
from tenants.addresses.actions.trail import AddressRefusal, record
from tenants.addresses.rules import CHECK_PAUSE, FIRST_PAUSE, MOST_CUSTOM, clean_custom_domain
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, Domain, DomainKind


class DomainKnown(AddressRefusal):
    """The company has asked for this domain already."""

    message = _("This domain is in your list already.")


class TooManyDomains(AddressRefusal):
    """A company has a limited number of domains."""

    message = _("You have five domains, and that is the most we keep. Remove one that you do not need first.")


class DomainNotVerified(AddressRefusal):
    """Only a host at which the company answers can be its primary one."""

    message = _("This domain is not verified, so nobody could open the links that lead to it. Set its TXT record first.")


class CheckTooSoon(AddressRefusal):
    """Somebody has just asked."""

    message = _("A check was asked for a few seconds ago. Wait for its answer, or try again in half a minute.")


def request_custom_domain(*, company: Company, domain: str, acting_user: Actor | None, now: datetime) -> Domain:
    """Note that a company wants to answer under a domain of its own, and make the token that proves it.

    Raises DomainNotAllowed, DomainKnown or TooManyDomains.
    """
    host = clean_custom_domain(domain, base_domain=settings.BASE_DOMAIN)
    with transaction.atomic():
        with in_public():
            Company.objects.select_for_update().get(pk=company.pk)
            known = Domain.objects.custom().filter(tenant=company)
            if known.filter(domain=host).exists():
                raise DomainKnown
            if known.count() >= MOST_CUSTOM:
                raise TooManyDomains
            requested: Domain = Domain.objects.create(
                domain=host,
                tenant=company,
                kind=DomainKind.CUSTOM,
                is_primary=False,
                requested_at=now,
                token=secrets.token_hex(16),
                next_check_at=now + FIRST_PAUSE,
            )
        record(company, "company:domain_requested", acting_user, after={"address": host})
    return requested


def request_check(*, domain: Domain, now: datetime) -> None:
    """Have the record of a custom domain looked at within seconds. Raises CheckTooSoon."""
    from tenants.addresses.tasks import check_due_domains  # noqa: PLC0415 - the task calls this package.

    with transaction.atomic(), in_public():
        domain = Domain.objects.custom().select_for_update().get(pk=domain.pk)
        if domain.check_asked_at is not None and now - domain.check_asked_at < CHECK_PAUSE:
            raise CheckTooSoon
        domain.check_asked_at = domain.next_check_at = now
        domain.save(update_fields=["check_asked_at", "next_check_at"])
        check_due_domains.enqueue()


def make_primary(*, company: Company, domain: Domain, acting_user: Actor | None) -> None:
    """Let links and mails name this domain from now on; the others go on answering. Raises DomainNotVerified."""
    with transaction.atomic():
        with in_public():
            Company.objects.select_for_update().get(pk=company.pk)
            before = Domain.objects.get(tenant=company, is_primary=True)
            domain = Domain.objects.get(pk=domain.pk, tenant=company)
            if domain.kind == DomainKind.FORMER or (domain.kind == DomainKind.CUSTOM and domain.verified_at is None):
                raise DomainNotVerified
            if domain.is_primary:
                return
            set_primary(company, domain)
        record(company, "company:primary_changed", acting_user, before={"address": before.domain}, after={"address": domain.domain})


def set_primary(company: Company, domain: Domain) -> None:
    """Move the mark from one domain to another. Call it in public, with the company locked."""
    Domain.objects.filter(tenant=company, is_primary=True).update(is_primary=False)
    Domain.objects.filter(pk=domain.pk).update(is_primary=True)
    forget_hosts_on_commit()


def remove_custom_domain(*, company: Company, domain: Domain, acting_user: Actor | None) -> None:
    """Stop answering under a custom domain. If it was the primary one, the subdomain is from now on."""
    with transaction.atomic():
        with in_public():
            Company.objects.select_for_update().get(pk=company.pk)
            domain = Domain.objects.custom().get(pk=domain.pk, tenant=company)
            if domain.is_primary:
                set_primary(company, Domain.objects.get(tenant=company, kind=DomainKind.SUBDOMAIN))
            Domain.objects.filter(pk=domain.pk).delete()
            forget_hosts_on_commit()
        record(company, "company:domain_removed", acting_user, before={"address": domain.domain})
