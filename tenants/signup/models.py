"""Registration: a company on its way in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Registration(models.Model):
    """What somebody entered to sign a company up. Kept until its company exists, so nothing is entered twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company_name = models.CharField(_("company"), max_length=120)
    subdomain = models.CharField(_("address"), max_length=40)
    full_name = models.CharField(_("your name"), max_length=150)
    email = models.EmailField(_("work e-mail"))
    password_hash = models.CharField(max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=64)
    currency = models.CharField(_("currency"), max_length=3)
    plan_code = models.SlugField(max_length=30, blank=True)
    utm_source = models.CharField(max_length=100, blank=True)

    created_at = models.DateTimeField()
    # Only a keyed hash of the newest code is kept, nothing before the first one is sent; see tenants.signup.codes.
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    # The database itself lets go, since a company that was given up is deleted outside Django.
    company = models.OneToOneField("companies.Company", null=True, on_delete=models.DB_SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(company__isnull=True) | models.Q(verified_at__isnull=False),
                name="registration_company_needs_verification",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="registration_created_at")]

    def __str__(self) -> str:
        return f"{self.company_name} ({self.subdomain})"
