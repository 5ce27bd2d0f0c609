"""What an owner enters about the identity provider."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.company_admin import CompanyModelForm
from core.moments import moment_text
from tenants.single_sign_on.certificates import NoCertificate, as_pem, good_until
from tenants.single_sign_on.models import Protocol

_DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")
_NEEDED = {
    Protocol.OIDC: ("name", "issuer", "client_id", "email_domains"),
    Protocol.SAML: ("name", "entity_id", "sso_url", "certificate", "email_domains"),
}


class IdentityProviderForm(CompanyModelForm):
    """The secret goes in and never comes out."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("As your people know it: the button on the sign-in page says “Sign in with …”."),
    )
    protocol = forms.ChoiceField(label=_("Protocol"), choices=Protocol.choices, widget=UnfoldAdminRadioSelectWidget)
    new_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=500,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"}),
    )
    certificate = forms.CharField(
        label=_("Certificate"),
        required=False,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("The one with which the provider signs, as text that begins with “-----BEGIN CERTIFICATE-----”."),
    )
    email_domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Only people with an address in one of these come in through the provider, such as: acme.com, acme.co.uk."),
    )

    class Meta:
        # The administration's own widget for addresses repeats them as links.
        widgets = {"issuer": UnfoldAdminTextInputWidget, "sso_url": UnfoldAdminTextInputWidget}
        help_texts = {
            "issuer": _("The provider’s address, such as https://acme.okta.com. Your provider calls it issuer or authority."),
            "trusts_addresses": _(
                "Some providers, such as Entra ID, do not say whether an address is verified. Tick this if only your own "
                "administrators can change addresses there."
            ),
            "entity_id": _("The provider’s name for itself, often an address. Also called identifier or issuer."),
            "sso_url": _("Where the provider wants people sent. Also called login URL or single sign-on URL."),
            "creates_accounts": _(
                "For people in your e-mail domains who have no account yet. They may do what every employee may, and an employee "
                "with that work e-mail is theirs."
            ),
            "is_enforced": _(
                "Nobody signs in with a password or a passkey any more, but owners with a second step: they are the way back in "
                "when the provider fails. Everybody else who is signed in by such is signed out when you save."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "email_domains" in self.fields:
            self.fields["email_domains"].initial = ", ".join(self.instance.domains)
            self.fields["new_secret"].help_text = (
                _("A secret is kept, encrypted; nobody sees it again. Enter one here to replace it.")
                if self.instance.client_secret
                else _("It is kept encrypted, and not shown again.")
            )

    def clean_email_domains(self) -> list[str]:
        """Bare domains."""
        domains = [part.lower().lstrip("@") for part in re.split(r"[\s,;]+", self.cleaned_data["email_domains"]) if part]
        for domain in domains:
            if not _DOMAIN.match(domain):
                raise forms.ValidationError(_("“%(domain)s” is no domain, such as acme.com."), params={"domain": domain})
        return sorted(set(domains))

    def clean_issuer(self) -> str:
        """A safe address."""
        return self._safe(self.cleaned_data["issuer"])

    def clean_sso_url(self) -> str:
        """A safe address."""
        return self._safe(self.cleaned_data["sso_url"])

    def _safe(self, url: str) -> str:
        if url and urlsplit(url).scheme != "https" and not settings.IDENTITY_PROVIDERS_MAY_BE_LOCAL:
            raise forms.ValidationError(_("The address has to begin with https://."))
        return url

    def clean_certificate(self) -> str:
        """A certificate that can be read and is still good."""
        text: str = self.cleaned_data["certificate"].strip()
        if not text:
            return ""
        try:
            ends_at = good_until(text)
        except NoCertificate as error:
            raise forms.ValidationError(_("This is no certificate. Copy all of it, with its first and last line.")) from error
        if ends_at < timezone.now() and "certificate" in self.changed_data:
            raise forms.ValidationError(
                _("This certificate was good until %(moment)s. Ask whoever runs the provider for the current one."),
                params={"moment": moment_text(ends_at)},
            )
        return as_pem(text)

    def clean(self) -> dict[str, Any] | None:
        """What is switched on has to be whole."""
        cleaned = super().clean() or {}
        if cleaned.get("is_on") and cleaned.get("protocol"):
            for name in _NEEDED[Protocol(cleaned["protocol"])]:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Single sign-on cannot be switched on without this."))
        if cleaned.get("is_enforced") and not cleaned.get("is_on"):
            self.add_error("is_enforced", _("Switch it on first: otherwise only owners could sign in."))
        return cleaned
