"""Which domains a company may bring, when their records are looked at, and how often an address may change. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import idna
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

RECORD_LABEL = "_rooster-verification"
RECORD_VALUE = "rooster-verification="
# The record's name has to fit into DNS's 253 characters, too.
LONGEST_DOMAIN = 253 - len(RECORD_LABEL) - 1
# Part of the list of public suffixes, yet nothing that a company could have.
_NOBODYS = {"arpa", "onion"}

# Every change reserves a name for a year.
RENAME_PAUSE = timedelta(days=1)
MOST_FORMER = 5
MOST_CUSTOM = 5

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LOOKED_FOR = timedelta(days=14)
RECHECK_PAUSE = timedelta(days=1)
# A check that was begun and left no answer, since its worker was killed, is made again after this.
CHECK_LEASE = timedelta(minutes=5)
# After it was asked for by hand, a check has this long before the next may be asked for.
CHECK_PAUSE = timedelta(seconds=30)
# A verified domain whose record is gone answers for this long; whoever owns it has the time to notice.
LOST_UNTIL_OFF = timedelta(days=14)


class DomainNotAllowed(Exception):
    """The wished domain cannot be a company's own; `message` says why."""

    def __init__(self, message: "StrPromise") -> None:
        super().__init__(str(message))
        self.message = message


class DomainState(StrEnum):
    """How a custom domain stands."""

    ANSWERS = "answers"
    LOST = "lost"
    WAITING = "waiting"
    GIVEN_UP = "given_up"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True)
class Expected:
    """The record that proves a domain."""

    name: str
    value: str


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def clean_custom_domain(text: str, *, base_domain: str) -> str:
    """A domain as it is kept: small letters, other scripts as Punycode. "https://HR.Müller.de/" → "hr.xn--mller-kva.de".

    Raises DomainNotAllowed.
    """
    host = text.strip().lower().removeprefix("https://").removeprefix("http://").removesuffix("/")
    if len(host) > LONGEST_DOMAIN:
        raise DomainNotAllowed(_("This name is too long for a domain. Check it."))
    if not host or not host.strip("0123456789.") or any(sign in host for sign in ":/@*?#[] \\"):
        raise DomainNotAllowed(_("Write the domain alone, such as hr.example.com: no IP address, port, path or wildcard."))
    try:
        host = idna.encode(host, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:
        raise DomainNotAllowed(
            _("This is no domain name. Use letters, digits and single hyphens, such as hr.example.com.")
        ) from error
    _check_place(host, base_domain)
    return host


def _check_place(host: str, base_domain: str) -> None:
    if host.endswith("."):
        raise DomainNotAllowed(_("Leave out the dot at the end."))
    if len(host) > LONGEST_DOMAIN:
        raise DomainNotAllowed(_("This name is too long for a domain. Check it."))
    if host == base_domain or host.endswith(f".{base_domain}"):
        raise DomainNotAllowed(_("This is one of our own addresses. To have another one of them, change your address instead."))
    if host.rpartition(".")[2] in _NOBODYS or _suffixes().privatesuffix(host) is None:
        raise DomainNotAllowed(_("Nobody can have this as a domain of their own. Use one that your company has registered."))


def readable_domain(domain: str) -> str:
    """A kept domain in its own script."""
    try:
        return idna.decode(domain)
    except UnicodeError:
        return domain


def is_apex(domain: str) -> bool:
    """Whether this is a registered domain itself, "example.co.uk", and no name below one."""
    return _suffixes().privatesuffix(domain) == domain


def expected_record(domain: str, token: str) -> Expected:
    """The TXT record that proves a domain."""
    return Expected(f"{RECORD_LABEL}.{domain}", f"{RECORD_VALUE}{token}")


def next_check_of_unproven(*, requested_at: datetime, now: datetime) -> datetime | None:
    """When to look again: soon at first, then ever more seldom, and after a fortnight no more."""
    age = now - requested_at
    if age >= LOOKED_FOR:
        return None
    return now + min(max(age / 2, FIRST_PAUSE), LONGEST_PAUSE)


def state_of(*, verified_at: datetime | None, lost_since: datetime | None, next_check_at: datetime | None) -> DomainState:
    """How a custom domain stands."""
    if verified_at is not None:
        return DomainState.ANSWERS if lost_since is None else DomainState.LOST
    if next_check_at is not None:
        return DomainState.WAITING
    return DomainState.GIVEN_UP if lost_since is None else DomainState.SWITCHED_OFF


def is_being_checked(*, check_asked_at: datetime | None, checked_at: datetime | None) -> bool:
    """Whether a check that was asked for by hand has no answer yet."""
    return check_asked_at is not None and (checked_at is None or checked_at < check_asked_at)


def may_rename_from(former_since: list[datetime], *, reserved_for: timedelta) -> datetime | None:
    """From when a company with former subdomains of these moments may take another; None if it may at any time."""
    if not former_since:
        return None
    next_day = max(former_since) + RENAME_PAUSE
    # With so many kept for it, the oldest has to be free again first.
    return max(next_day, min(former_since) + reserved_for) if len(former_since) >= MOST_FORMER else next_day
