"""A company's addresses as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.moments import day_text, moment_text
from tenants.addresses.queries import Addresses
from tenants.addresses.rules import (
    LOST_UNTIL_OFF,
    DomainState,
    Expected,
    expected_record,
    is_apex,
    is_being_checked,
    readable_domain,
    state_of,
)
from tenants.companies.models import Domain, Finding

_TONES = {DomainState.ANSWERS: "good", DomainState.LOST: "warn", DomainState.WAITING: "warn"}
_LABELS: dict[DomainState, Promise] = {
    DomainState.ANSWERS: _("Works"),
    DomainState.LOST: _("Works, but its record is gone"),
    DomainState.WAITING: _("Waiting for its record"),
    DomainState.GIVEN_UP: _("Not verified"),
    DomainState.SWITCHED_OFF: _("Switched off"),
}
_ADVICE: dict[DomainState, Promise] = {
    DomainState.ANSWERS: _("We look at the TXT record once a day, so leave it where it is."),
    DomainState.LOST: _("Set the TXT record again, or the domain stops working on %(off_day)s."),
    DomainState.WAITING: _(
        "Set these two records where your domain is managed, with your registrar or your IT. We look for the first by "
        "ourselves for 14 days, next on %(next)s."
    ),
    DomainState.GIVEN_UP: _("We looked for the TXT record for 14 days and have stopped. Set it, then press “Check now”."),
    DomainState.SWITCHED_OFF: _("Its TXT record was gone, so the domain no longer works. Set it again, then press “Check now”."),
}


@dataclass(frozen=True)
class DnsRecord:
    """A line to copy into somebody's DNS."""

    type: str
    name: str
    value: str
    purpose: Promise


@dataclass(frozen=True)
class DomainScreen:
    """A custom domain."""

    domain: Domain
    name: str
    state: DomainState
    label: Promise
    tone: str
    advice: str
    trouble: str
    """What the last look found, where that was not the record."""
    records: list[DnsRecord]
    is_being_checked: bool

    @property
    def is_verified(self) -> bool:
        """Whether it answers, and so may be the primary one."""
        return self.state in {DomainState.ANSWERS, DomainState.LOST}

    @property
    def needs_records(self) -> bool:
        """Whether there is something to set."""
        return self.state != DomainState.ANSWERS


@dataclass(frozen=True)
class AddressRow:
    """Any host of a company, as the platform's staff see it."""

    domain: Domain
    name: str
    label: Promise | str
    tone: str
    notes: list[str]
    is_open: bool
    """Whether the company's pages are there."""


def address_rows(addresses: Addresses, *, now: datetime) -> list[AddressRow]:
    """All hosts of a company: its subdomain, its own domains, its former subdomains."""
    subdomain = addresses.subdomain
    rows = [AddressRow(subdomain, subdomain.domain, _("Subdomain"), "", [], is_open=True)]
    for each in map(domain_screen, addresses.custom):
        looked = _("Last looked %(moment)s.") % {"moment": moment_text(each.domain.checked_at)} if each.domain.checked_at else ""
        notes = [note for note in (each.trouble, looked) if note and each.needs_records]
        rows.append(AddressRow(each.domain, each.name, each.label, each.tone, notes, is_open=each.is_verified))
    former = [
        AddressRow(domain, domain.domain, _("Former subdomain"), "", [redirect_words(domain, now)], is_open=False)
        for domain in addresses.former
    ]
    return [*rows, *former]


def domain_screen(domain: Domain) -> DomainScreen:
    """One custom domain in words."""
    state = state_of(verified_at=domain.verified_at, lost_since=domain.lost_since, next_check_at=domain.next_check_at)
    off_at = domain.lost_since and domain.lost_since + LOST_UNTIL_OFF
    moments = {
        "off_day": off_at and day_text(timezone.localdate(off_at)),
        "next": domain.next_check_at and moment_text(domain.next_check_at),
    }
    return DomainScreen(
        domain=domain,
        name=readable_domain(domain.domain),
        state=state,
        label=_LABELS[state],
        tone=_TONES.get(state, "bad"),
        advice=str(_ADVICE[state]) % moments,
        trouble=str(Finding(domain.finding).label) if domain.finding not in {"", Finding.FOUND} else "",
        records=_records(domain, state, expected_record(domain.domain, domain.token)),
        is_being_checked=is_being_checked(check_asked_at=domain.check_asked_at, checked_at=domain.checked_at),
    )


def _records(domain: Domain, state: DomainState, proof: Expected) -> list[DnsRecord]:
    records = [DnsRecord("TXT", proof.name, proof.value, _("proves that the domain is yours"))]
    if state in {DomainState.WAITING, DomainState.GIVEN_UP}:
        # A zone's top cannot be a CNAME, since it holds other records.
        type_ = _("ALIAS or ANAME") if is_apex(domain.domain) else "CNAME"
        records.append(DnsRecord(str(type_), domain.domain, settings.BASE_DOMAIN, _("leads people to us")))
    return records


def redirect_words(domain: Domain, now: datetime) -> str:
    """What becomes of a former subdomain."""
    leads_until, kept_until = domain.redirects_until, domain.reserved_until
    if leads_until is None or kept_until is None:
        return ""
    words = (
        _("Leads to the current address until %(leads)s. Nobody else can have it before %(kept)s.")
        if now < leads_until
        else _("No longer leads here. Nobody else can have it before %(kept)s.")
    )
    return words % {"leads": day_text(timezone.localdate(leads_until)), "kept": day_text(timezone.localdate(kept_until))}
