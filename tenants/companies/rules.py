"""Names, addresses and statuses of companies. Pure, but for reading the settings that never change."""

import hashlib
import re
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# A DNS label of 3 to 40 characters; 63 is DNS's own limit, nobody types that.
SUBDOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")

# Addresses of the platform itself, words that mislead, and names that mail and browsers treat specially.
# Compared whole: "administrate" is free.
RESERVED_SUBDOMAINS = frozenset(
    """
    about abuse account accounts admin administrator administration alpha api app apps assets auth autoconfig
    autodiscover backup beta billing blog bounce broadcasthost business calendar careers cdn chat cloud community
    company config console contact dashboard demo dev developer developers dns docs download downloads email events
    example files find forum ftp git graphql group groups health healthz help helpdesk home host hostmaster hr http
    https id identity imap img info infra internal intranet invoice invoices isatap it jobs localdomain localhost log
    login logout mail mailer mailbox marketing media metrics mobile monitor monitoring mta mx my news newsletter no-reply
    noreply ns ns1 ns2 oauth office ops partner partners pay payment payments payroll ping pop pop3 portal postmaster
    preview pricing privacy private prod production proxy public readyz register relay root rooster sales sandbox search
    secure security server service services settings setup shop signin signup site sitemap smtp sso ssl staff staging
    stage static stats status store stripe subdomain support superadmin sysadmin system team teams telemetry terms test
    testing tls track upload uploads us usenet user users video vpn web webhook webhooks webmail webmaster wpad wiki www
    www1 www2
    """.split()
)


# A company's former subdomain leads to its new one for a quarter, long enough for bookmarks and mails to be replaced, and
# is nobody else's for a year, so that no stranger gets what is meant for its people.
REDIRECTED_FOR = timedelta(days=90)
RESERVED_FOR = timedelta(days=365)

# What PostgreSQL's 63 characters leave beside a schema's name and two underscores.
LONGEST_DATABASE_NAME = 63 - len("t_") - 32 - len("__")


class SubdomainNotAllowed(Exception):
    """The wished subdomain cannot be an address; `message` says why."""

    def __init__(self, message: "StrPromise") -> None:
        super().__init__(str(message))
        self.message = message


class StatusChangeNotAllowed(Exception):
    """A company cannot go from its status to the wished one."""

    def __init__(self, current: str, wished: str) -> None:
        super().__init__(f"{current} -> {wished}")
        self.message = _("This company is already in that state, or has been cancelled for good.")


ALLOWED_STATUS_CHANGES: dict[str, AbstractSet[str]] = {
    "trial": {"active", "suspended", "expired", "cancelled"},
    "active": {"suspended", "expired", "cancelled"},
    "suspended": {"active", "cancelled"},
    "expired": {"active", "suspended", "cancelled"},
    # For good: a company that comes back signs up again.
    "cancelled": frozenset(),
}


def check_status_change(current: str, wished: str) -> None:
    """Raise StatusChangeNotAllowed unless a company may go from `current` to `wished`."""
    if wished not in ALLOWED_STATUS_CHANGES[current]:
        raise StatusChangeNotAllowed(current, wished)


def check_subdomain(subdomain: str) -> None:
    """Raise SubdomainNotAllowed unless `subdomain` can be a company's address."""
    if not SUBDOMAIN.fullmatch(subdomain) or "--" in subdomain:
        raise SubdomainNotAllowed(_("Use 3 to 40 small letters, digits and single hyphens; start and end with a letter or digit."))
    if subdomain in RESERVED_SUBDOMAINS:
        raise SubdomainNotAllowed(_("This address is reserved. Choose another one."))


def bare_subdomain(text: str) -> str:
    """What somebody means: a whole address is taken for its first part, capitals for small letters."""
    host = text.strip().lower().removeprefix("https://").removeprefix("http://").strip("/")
    return host.removesuffix(f":{settings.SITE_ADDRESS.port}").removesuffix(f".{settings.BASE_DOMAIN}")


def suggest_subdomain(company_name: str) -> str:
    """A subdomain made from a company's name: "Acme Robotics Ltd." → "acme-robotics-ltd"; "" if nothing is left."""
    return re.sub(r"[-_]+", "-", slugify(company_name))[:40].strip("-")


def host_of_subdomain(subdomain: str) -> str:
    """The host under the base domain."""
    return f"{subdomain}.{settings.BASE_DOMAIN}"


def role_name_for(schema_name: str) -> str:
    """The database role that owns the right to a schema's rows.

    Roles belong to the whole cluster, schemas to one database, so the name carries the database's.
    """
    database = str(settings.DATABASES["default"]["NAME"])
    if len(database) > LONGEST_DATABASE_NAME:
        # Cut, two long names could become one and share their roles.
        database = hashlib.sha256(database.encode()).hexdigest()[:LONGEST_DATABASE_NAME]
    return f"{schema_name}__{database}"
