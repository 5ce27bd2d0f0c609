"""How a company's people sign in through its identity provider."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField


class Protocol(models.TextChoices):
    """What the provider speaks."""

    OIDC = "openid_connect", _("OpenID Connect")
    SAML = "saml", _("SAML 2.0")


class IdentityProvider(models.Model):
    """One at most, beside the company's settings, and read with them but for its secret and its certificate."""

    settings = models.OneToOneField(
        "company_settings.CompanySettings", on_delete=models.CASCADE, primary_key=True, related_name="identity_provider"
    )
    is_on = models.BooleanField(_("offered on the sign-in page"), default=False)
    name = models.CharField(_("name"), max_length=40, default="", blank=True)
    protocol = models.CharField(_("protocol"), max_length=20, choices=Protocol, default=Protocol.OIDC)

    issuer = models.URLField(_("issuer"), max_length=300, blank=True)
    client_id = models.CharField(_("client ID"), max_length=191, blank=True)
    client_secret = EncryptedTextField(_("client secret"), blank=True, default="")
    # Some providers, such as Entra ID, say nothing about whether an address is verified.
    trusts_addresses = models.BooleanField(_("trust its addresses"), default=False)

    entity_id = models.CharField(_("entity ID"), max_length=300, blank=True)
    sso_url = models.URLField(_("sign-in address"), max_length=300, blank=True)
    certificate = models.TextField(_("certificate"), max_length=8000, blank=True)

    domains: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=253), verbose_name=_("e-mail domains"), default=list, blank=True
    )
    creates_accounts = models.BooleanField(_("open accounts by itself"), default=False)
    is_enforced = models.BooleanField(_("the only way in"), default=False)
    # When an owner last came through it with these settings.
    tested_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("single sign-on")
        verbose_name_plural = _("single sign-on")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(protocol__in=Protocol.values), name="identity_provider_protocol"),
            models.CheckConstraint(
                condition=models.Q(is_enforced=False) | models.Q(is_on=True), name="identity_provider_enforced_on"
            ),
            # Whoever runs the provider says who people are, so it speaks for the company's own domains alone.
            models.CheckConstraint(condition=models.Q(is_on=False) | ~models.Q(domains=[]), name="identity_provider_domains"),
            models.CheckConstraint(
                condition=models.Q(is_on=False)
                | models.Q(protocol="openid_connect") & ~models.Q(issuer="") & ~models.Q(client_id="")
                | models.Q(protocol="saml") & ~models.Q(entity_id="") & ~models.Q(sso_url="") & ~models.Q(certificate=""),
                name="identity_provider_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Single sign-on"))

    def speaks_for(self, email: str) -> bool:
        """Whether the address is in one of the company's domains."""
        return email.rpartition("@")[2].lower() in self.domains
