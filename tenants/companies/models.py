"""Company and Domain: rows of the public schema that only the platform may read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from core.ids import new_id


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
    def url(self) -> str:
        """The root of its pages; queries unless the domains are prefetched."""
        return str(settings.SITE_ADDRESS.host_url(self.host))


class Domain(DomainMixin):  # type: ignore[misc]  # django-tenants ships no types.
    """A host under which a company answers: lower-case, without port. One of a company's domains is primary."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(domain=Lower("domain")), name="domain_lower_case"),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(is_primary=True), name="domain_one_primary"),
        ]

    def __str__(self) -> str:
        return str(self.domain)
