"""Company and Domain: rows of the public schema that only the platform may read."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from core.ids import new_id
from tenants.companies.rules import REDIRECTED_FOR, RESERVED_FOR


class CompanyStatus(models.TextChoices):
    """Where a company stands with us. Trial and active companies may use the product."""

    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


class CompanyQuerySet(models.QuerySet["Company"]):
    """Filters in the business's words."""

    def ready(self) -> "CompanyQuerySet":
        """Companies whose schema is built and seeded."""
        return self.filter(ready_at__isnull=False)


class Company(TenantMixin):  # type: ignore[misc]  # django-tenants ships no types.
    """A customer. Its people, punches and pay live in the schema `schema_name`, readable by `role_name` alone."""

    auto_create_schema = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    role_name = models.CharField(max_length=63, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=CompanyStatus, default=CompanyStatus.TRIAL)
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64)
    currency = models.CharField(_("currency"), max_length=3)
    owner_name = models.CharField(_("owner"), max_length=150)
    owner_email = models.EmailField(_("owner's e-mail"))
    trial_ends_at = models.DateTimeField(_("trial ends"), null=True)
    created_at = models.DateTimeField(_("created"))
    ready_at = models.DateTimeField(_("ready since"), null=True)
    # What the companies list shows. Counted by a job, since the platform cannot read a company's schema.
    people_count = models.PositiveIntegerField(_("people"), default=0)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(status__in=CompanyStatus.values), name="company_status_known"),
            models.CheckConstraint(condition=models.Q(schema_name__regex=r"^t_[0-9a-f]{32}$"), name="company_schema_name_opaque"),
        ]
        indexes: ClassVar = [models.Index(fields=["-created_at"], name="company_created_at")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether its people may use the product."""
        return self.status in {CompanyStatus.TRIAL, CompanyStatus.ACTIVE}

    @property
    def host(self) -> str:
        """Its primary host; queries unless the domains are prefetched."""
        return next(str(domain.domain) for domain in self.domains.all() if domain.is_primary)

    @property
    def subdomain(self) -> str:
        """The part of its address under ours; queries unless the domains are prefetched."""
        host = next(str(domain.domain) for domain in self.domains.all() if domain.kind == DomainKind.SUBDOMAIN)
        return host.removesuffix(f".{settings.BASE_DOMAIN}")

    @property
    def url(self) -> str:
        """The root of its pages; queries unless the domains are prefetched."""
        return str(settings.SITE_ADDRESS.host_url(self.host))


class DomainKind(models.TextChoices):
    """What a host is to its company."""

    SUBDOMAIN = "subdomain", _("Subdomain")
    CUSTOM = "custom", _("Own domain")
    FORMER = "former", _("Former subdomain")


class Finding(models.TextChoices):
    """What the last look at a custom domain's TXT record found."""

    FOUND = "found", _("The TXT record is there.")
    NO_NAME = "no_name", _("There is nothing at this name yet. New records can take some hours until everybody sees them.")
    NO_RECORD = "no_record", _("The name exists, but it has no TXT record. Check that the record’s type is TXT.")
    OTHER_VALUE = "other_value", _("There is a TXT record, but with another value. Compare it with the one to set, sign by sign.")
    TIMED_OUT = "timed_out", _("The domain’s name servers did not answer in time. Nothing is wrong on this page; we try again.")
    FAILED = "failed", _("The domain’s name servers answered with an error. Ask whoever runs the domain to check it.")
    HELD = "held", _("The record is right, but another company uses this domain here. Write to us if that is a mistake.")


class DomainQuerySet(models.QuerySet["Domain"]):
    """Filters in the business's words."""

    def answering(self) -> "DomainQuerySet":
        """Hosts that show a company's pages or lead to them; a custom domain only once it is verified."""
        return self.filter(ANSWERS)

    def custom(self) -> "DomainQuerySet":
        """Companies' own domains, verified or not."""
        return self.filter(kind=DomainKind.CUSTOM)


# Word for word the condition of the index `domain_answers_once`, which the host look-up uses.
ANSWERS = ~models.Q(kind=DomainKind.CUSTOM) | models.Q(verified_at__isnull=False)


class Domain(DomainMixin):  # type: ignore[misc]  # django-tenants ships no types.
    """A host of a company: lower-case, without port, other scripts as Punycode. One of a company's domains is primary.

    A custom domain may be asked for by several companies and answers for the one that proved it. A former subdomain leads to
    the company's new address for a while, and is nobody else's for longer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    domain = models.CharField(_("address"), max_length=253, db_index=True)
    kind = models.CharField(max_length=10, choices=DomainKind, default=DomainKind.SUBDOMAIN)
    former_since = models.DateTimeField(null=True)

    # Of custom domains only.
    requested_at = models.DateTimeField(null=True)
    token = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)
    found_text = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_asked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    # Since when a record that was there is missing; stays when the domain was switched off for it.
    lost_since = models.DateTimeField(null=True)

    objects = DomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(domain=Lower("domain")), name="domain_lower_case"),
            models.CheckConstraint(condition=models.Q(kind__in=DomainKind.values), name="domain_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind=DomainKind.FORMER, former_since__isnull=False)
                | (~models.Q(kind=DomainKind.FORMER) & models.Q(former_since__isnull=True)),
                name="domain_former_since",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=DomainKind.CUSTOM, requested_at__isnull=False) & ~models.Q(token=""))
                | (~models.Q(kind=DomainKind.CUSTOM) & models.Q(requested_at__isnull=True, token="", verified_at__isnull=True)),
                name="domain_custom_has_token",
            ),
            models.CheckConstraint(
                condition=models.Q(is_primary=False)
                | models.Q(kind=DomainKind.SUBDOMAIN)
                | models.Q(kind=DomainKind.CUSTOM, verified_at__isnull=False),
                name="domain_primary_answers",
            ),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(is_primary=True), name="domain_one_primary"),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(kind=DomainKind.SUBDOMAIN), name="domain_one_subdomain"),
            models.UniqueConstraint(fields=["domain"], condition=ANSWERS, name="domain_answers_once"),
            models.UniqueConstraint(fields=["tenant", "domain"], name="domain_asked_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="domain_next_check_at"),
        ]

    def __str__(self) -> str:
        return str(self.domain)

    @property
    def redirects_until(self) -> datetime | None:
        """How long a former subdomain leads to the new address."""
        return self.former_since and self.former_since + REDIRECTED_FOR

    @property
    def reserved_until(self) -> datetime | None:
        """How long a former subdomain is kept for its company."""
        return self.former_since and self.former_since + RESERVED_FOR

    @property
    def url(self) -> str:
        """The root of its pages."""
        return str(settings.SITE_ADDRESS.host_url(self.domain))
