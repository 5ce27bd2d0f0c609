"""Single sign-on in the company administration: one provider, so straight to its form."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import CompanyModelAdmin, column, company_admin, record_action
from core.http import CompanyRequest
from core.tenancy import current_tenant
from tenants.accounts.capabilities import Capability
from tenants.single_sign_on.actions import ProviderChanges, change_provider
from tenants.single_sign_on.adapter import SAML_SLUG
from tenants.single_sign_on.checks import check_provider
from tenants.single_sign_on.forms import IdentityProviderForm
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.queries import is_owner, primary_root
from tenants.single_sign_on.refusals import SignOnRefusal

register_phrases(
    {
        "single_sign_on:changed": _("%(actor)s changed single sign-on: %(changes)s."),
        "account:connected": _("%(actor)s came in through %(value)s for the first time."),
    }
)
_OIDC, _SAML = "protocol == 'openid_connect'", "protocol == 'saml'"


@admin.register(IdentityProvider, site=company_admin)
class IdentityProviderAdmin(CompanyModelAdmin):
    """The company's identity provider, for owners."""

    view_capability = Capability.VIEW_SETTINGS
    manage_capability = Capability.MANAGE_SETTINGS
    refusals: ClassVar[dict[type[Exception], str | None]] = {SignOnRefusal: None}
    asks_again = True
    form = IdentityProviderForm
    list_heading = _("Single sign-on")
    actions_detail: ClassVar[tuple[str, ...]] = ("test",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("redirect_address", "acs_address", "metadata_address")
    fieldsets: ClassVar[Any] = (
        (_("Your identity provider"), {"fields": ("name", "protocol")}),
        (
            _("Connection"),
            {
                "fields": (
                    "redirect_address",
                    "acs_address",
                    "metadata_address",
                    "issuer",
                    "client_id",
                    "new_secret",
                    "trusts_addresses",
                    "entity_id",
                    "sso_url",
                    "certificate",
                )
            },
        ),
        (_("Who comes in"), {"fields": ("email_domains", "creates_accounts")}),
        (_("On the sign-in page"), {"fields": ("is_on", "is_enforced")}),
    )
    conditional_fields: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("redirect_address", "issuer", "client_id", "new_secret", "trusts_addresses"), _OIDC),
        **dict.fromkeys(("acs_address", "metadata_address", "entity_id", "sso_url", "certificate"), _SAML),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row at most."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Switched off instead."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever runs the provider can be anybody, so it is the owners' to choose; whether it is in general, every page asks."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or is_owner(request.user))  # type: ignore[arg-type]  # Signed in.

    def heading_of(self, obj: IdentityProvider) -> str:
        """What the page is about."""
        return str(_("Single sign-on"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> IdentityProvider | None:
        """The provider, also while there is none."""
        if object_id != "1":
            return None
        found: IdentityProvider | None = super().get_object(request, object_id, from_field)
        return found or IdentityProvider(settings_id=1)

    @column(_("Redirect URI, to enter at the provider"))
    def redirect_address(self, provider: IdentityProvider) -> SafeString:
        """Where the provider sends people back to."""
        return _address("openid_connect_callback")

    @column(_("Reply URL (ACS), to enter at the provider"))
    def acs_address(self, provider: IdentityProvider) -> SafeString:
        """Where the provider sends its assertions to."""
        return _address("saml_acs", SAML_SLUG)

    @column(_("Our entity ID and metadata, to enter at the provider"))
    def metadata_address(self, provider: IdentityProvider) -> SafeString:
        """What the provider wants to know of us."""
        return _address("saml_metadata", SAML_SLUG)

    @column(_("E-mail domains"))
    def email_domains(self, provider: IdentityProvider) -> str:
        """For who may read the settings alone."""
        return ", ".join(provider.domains)

    @column(_("Client secret"))
    def new_secret(self, provider: IdentityProvider) -> Any:
        """Whether one is kept; nobody sees it."""
        return _("Kept, encrypted") if provider.client_secret else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Straight to the form."""
        return redirect("admin:single_sign_on_identityprovider_change", 1)

    def response_change(self, request: HttpRequest, obj: IdentityProvider) -> HttpResponse:
        """Back to the form."""
        messages.success(request, _("Single sign-on is saved. Test the connection before you rely on it."))
        return redirect(request.path)

    def save_model(self, request: CompanyRequest, obj: IdentityProvider, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, only what was changed."""
        clean = form.cleaned_data
        names = ProviderChanges.__annotations__.keys() & set(form.changed_data)
        changes: ProviderChanges = {name: clean[name] for name in names}  # type: ignore[assignment]
        if "email_domains" in form.changed_data:
            changes["domains"] = clean["email_domains"]
        if clean["new_secret"]:
            changes["client_secret"] = clean["new_secret"]
        change_provider(acting_user=request.user, **changes)

    def has_test_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Owners, once there is something to test."""
        provider = IdentityProvider.objects.first()
        return provider is not None and self.has_change_permission(request, provider)

    @record_action(_("Test this connection"), icon="network_check", permission="test", url_path="test")
    def test(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """What can be found out from here, and the way to the rest: signing in there, which signs nobody in here."""
        provider = IdentityProvider.objects.first()
        if provider is None or object_id != "1":
            raise Http404
        checks = check_provider(provider, now=timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Test this connection"),
            "subtitle": self.heading_of(provider),
            "parent": self.parent_of(provider),
            "opts": self.opts,
            "provider": provider,
            "checks": checks,
            "works": all(check.tone != "bad" for check in checks),
        }
        return TemplateResponse(request, "admin/single_sign_on/test.html", context)


def _address(name: str, *args: str) -> SafeString:
    return format_html(
        '<span class="copied-line"><code id="{id}">{url}</code><button type="button" class="copy" data-copy="{id}" '
        'data-copied="{copied}" aria-live="polite">{copy}</button></span>',
        id=f"address-{name}",
        url=f"{primary_root(current_tenant())}{reverse(name, args=args)}",
        copy=_("Copy"),
        copied=_("Copied"),
    )
