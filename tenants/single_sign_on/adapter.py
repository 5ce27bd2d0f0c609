"""What allauth asks of us about identity providers: which there is, whom to let in, whom to ask on the network."""

import time
from typing import Any

import requests
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import company_of
from core.proofs import note_asked_at_provider
from tenants.accounts.actions import EmailTaken
from tenants.accounts.models import User
from tenants.sign_in.adapter import SignInAdapter, signed_in_elsewhere
from tenants.single_sign_on.actions import Told, admit, find_account, note_test
from tenants.single_sign_on.answers import refusal_of, refusal_of_words
from tenants.single_sign_on.models import IdentityProvider, Protocol
from tenants.single_sign_on.network import provider_session
from tenants.single_sign_on.pages import show_refusal, show_test
from tenants.single_sign_on.queries import TESTING, may_use_password, provider_in_use, provider_of
from tenants.single_sign_on.refusals import AccountClosed, Cancelled, NotAskedFor, NotUnderstood, OtherDomain, SignOnRefusal

# A company has one provider. What it is called in allauth's tables, and in the addresses of SAML.
PROVIDER_ID, SAML_SLUG = "company", "saml"
# In what is kept of an attempt: the provider was to ask anew who somebody is.
AGAIN = "again"
# What counts as anew, as long as its clock agrees with ours.
_JUST_NOW = 300

_GOOGLE = "https://accounts.google.com"
_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
# What providers call the facts about a person; the first that is there counts.
_SAML_ATTRIBUTES = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
    "email": ["urn:oid:0.9.2342.19200300.100.1.3", f"{_CLAIMS}/emailaddress", "email", "mail"],
    "email_verified": ["http://schemas.auth0.com/email_verified", "email_verified"],
    "first_name": [f"{_CLAIMS}/givenname", "urn:oid:2.5.4.42", "givenName", "firstName"],
    "last_name": [f"{_CLAIMS}/surname", "urn:oid:2.5.4.4", "sn", "lastName"],
    "name": [
        "http://schemas.microsoft.com/identity/claims/displayname",
        "urn:oid:2.16.840.1.113730.3.1.241",
        "displayName",
    ],
}


class AccountAdapter(SignInAdapter):
    """Named in settings: signing in where the provider may be the only way."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Send whoever has to come through the provider there; owners and who has left can still use a password."""
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        provider = provider_of(request)
        if refusal or signed_in_elsewhere(request, user) or may_use_password(provider, user, now=timezone.now()):
            return refusal
        messages.error(request, _("Your company wants you to sign in with %(provider)s.") % {"provider": provider})
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; whether it is a proof, too, the way back from the provider has found out."""
        super().login(request, user)
        if getattr(request, "was_asked_anew", False):
            note_asked_at_provider(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever came through the provider proves there again who they are: they may have no password."""
        is_required = super().is_reauthentication_required(app=app, **kwargs)
        if is_required and self._comes_through_provider():
            raise ReauthenticationRequired
        return is_required

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The provider first, for whom it has signed in."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if self._comes_through_provider():
            methods.insert(0, {"id": "provider", "description": "", "url": reverse("single_sign_on_again")})
        return methods

    def _comes_through_provider(self) -> bool:
        request = allauth_context.request
        return provider_of(request) is not None and signed_in_elsewhere(request, request.user)


class IdentityProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth's base is untyped here.
    """Named in settings. The provider is a row of ours with an encrypted secret, not one of allauth's table."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        """The company's provider, if it speaks what is asked for."""
        known = provider_in_use(request)
        if known is None or provider not in {None, PROVIDER_ID, known.protocol}:
            return []
        app = SocialApp(
            provider=known.protocol,
            provider_id=PROVIDER_ID,
            name=known.name,
            client_id=known.client_id if known.protocol == Protocol.OIDC else SAML_SLUG,
            secret=known.client_secret,
            settings=_settings_of(known),
        )
        return [app] if client_id in {None, app.client_id} else []

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Keep what the provider says of somebody for the next step. Nothing of it is stored but the name it knows them by."""
        sociallogin.told = _told_by(provider_in_use(request), sociallogin.account.extra_data, data)
        sociallogin.account.extra_data = {}
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or open the account of who comes, or say why not. Whoever only tests is shown what became of it."""
        provider, company = provider_in_use(request), company_of(request)
        assert provider  # Without one, allauth's view has ended before.
        assert company
        is_again = bool((sociallogin.state.get("data") or {}).get(AGAIN))
        request.was_asked_anew = is_again and sociallogin.told.was_asked_just_now  # type: ignore[attr-defined]  # See AccountAdapter.
        try:
            if TESTING in request.session:
                raise ImmediateHttpResponse(_finish_test(request, provider, sociallogin))
            if sociallogin.is_existing:
                _check_known(provider, sociallogin.user)
                return
            sociallogin.connect(request, admit(provider=provider, told=sociallogin.told, company=company, now=timezone.now()))
        except SignOnRefusal as error:
            raise ImmediateHttpResponse(show_refusal(request, error)) from error
        except (EmailTaken, IntegrityError) as error:
            # Two tabs at once; the other one has made it.
            raise ImmediateHttpResponse(show_refusal(request, NotAskedFor(error))) from error

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whom `admit` has not let in does not come in otherwise."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say what went wrong, in our words."""
        known = extra_context or {}
        if error == AuthError.CANCELLED:
            refusal: SignOnRefusal = Cancelled()
        elif exception is not None:
            refusal = refusal_of(exception)
        elif "saml_errors" in known:
            refusal = refusal_of_words(f"{', '.join(known['saml_errors'])}: {known['saml_last_error_reason']}")
        elif said := request.GET.get("error"):
            refusal = NotUnderstood(f"{said}: {request.GET.get('error_description', '')}")
        else:
            refusal = NotAskedFor()
        raise ImmediateHttpResponse(show_refusal(request, refusal))

    def get_requests_session(self) -> requests.Session:
        """A session that reaches the public internet alone."""
        return provider_session()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: that the company's provider signs its people in is no news to them."""


def _settings_of(provider: IdentityProvider) -> dict[str, Any]:
    """What allauth wants to know of it."""
    return {
        "server_url": provider.issuer.rstrip("/"),
        "oauth_pkce_enabled": True,
        "attribute_mapping": _SAML_ATTRIBUTES,
        "idp": {"entity_id": provider.entity_id, "sso_url": provider.sso_url, "x509cert": provider.certificate},
        "advanced": {"want_assertion_signed": True, "want_attribute_statement": False, "reject_idp_initiated_sso": True},
    }


def _told_by(provider: IdentityProvider | None, raw: dict[str, Any], common: dict[str, Any]) -> Told:
    """By a SAML assertion, whose facts allauth has found, or by an ID token and the answer to who its person is."""
    if provider and provider.protocol == Protocol.OIDC:
        token, info = raw.get("id_token") or {}, raw.get("userinfo") or {}
        if token and info and token.get("sub") != info.get("sub"):
            raise NotUnderstood("The ID token and the user info speak of different people.")
        facts = {**token, **info}
        if provider.issuer.rstrip("/") == _GOOGLE and facts.get("hd") not in provider.domains:
            # A private account may have a work address of which its owner read the mails once. Those of a company name its domain.
            raise OtherDomain(facts.get("email"))
        is_verified = facts.get("email_verified") in {True, "true"}
        asked_at, given = token.get("auth_time"), facts.get("email")
    else:
        facts, asked_at = common, None
        given = next((raw[name][0] for name in _SAML_ATTRIBUTES["email"] if raw.get(name)), facts.get("email"))
        # The assertion is signed by the company's own provider; few say anything about the address.
        is_verified = facts.get("email_verified", True) is True
    parts = (common.get("first_name"), common.get("last_name"))
    full_name = facts.get("name") or " ".join(part for part in parts if part)
    # In small letters a sign that only looks like a letter may become that letter, and the address somebody else's.
    email = valid_email_or_none(facts.get("email")) if str(given).isascii() else None
    was_asked = not isinstance(asked_at, int) or abs(time.time() - asked_at) < _JUST_NOW
    return Told(email or "", is_verified=is_verified, full_name=str(full_name), was_asked_just_now=was_asked)


def _check_known(provider: IdentityProvider, user: User) -> None:
    if not user.is_active:
        raise AccountClosed(user.email)
    if not provider.speaks_for(user.email):
        raise OtherDomain(user.email)


def _finish_test(request: HttpRequest, provider: IdentityProvider, sociallogin: SocialLogin) -> HttpResponse:
    if sociallogin.is_existing:
        _check_known(provider, sociallogin.user)
        user: User | None = sociallogin.user
    else:
        user = find_account(provider=provider, told=sociallogin.told)
    note_test(provider=provider, now=timezone.now())
    return show_test(request, told=sociallogin.told, user=user)
