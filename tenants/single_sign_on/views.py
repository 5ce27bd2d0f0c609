"""Leaving for the identity provider and coming back, around allauth's views.

What speaks SAML is imported where it is first needed: with its XML library it takes 12 MB, and few companies need it.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.sessions import LoginSession
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.http import CompanyRequest
from tenants.single_sign_on.adapter import AGAIN, PROVIDER_ID
from tenants.single_sign_on.answers import refusal_of
from tenants.single_sign_on.certificates import good_until
from tenants.single_sign_on.models import IdentityProvider, Protocol
from tenants.single_sign_on.pages import show_refusal
from tenants.single_sign_on.queries import TESTING, is_owner, primary_root, provider_in_use
from tenants.single_sign_on.refusals import CertificateExpired, NotAskedFor, NotUnderstood, SignOnRefusal

log = logging.getLogger(__name__)
# An assertion has some kilobytes; it waits in a row until the browser asks for it with its own cookies, in the next second.
_MOST_ASSERTION = 200_000
_ASSERTION_WAITS_SECONDS = 300


def careful(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that says in our words when the provider fails."""

    @wraps(view)
    def careful_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            # So allauth says that no attempt of this browser waits for the answer.
            return show_refusal(request, NotAskedFor())
        except _failures() as error:
            log.info("The identity provider's answer.", exc_info=error)
            return show_refusal(request, refusal_of(error))

    return careful_view


def _failures() -> tuple[type[Exception], ...]:
    """What a provider that cannot be reached, or answers nonsense, or is set up wrongly, comes to in the libraries."""
    from lxml.etree import LxmlError  # noqa: PLC0415
    from onelogin.saml2.errors import OneLogin_Saml2_Error  # noqa: PLC0415

    refused = (SignOnRefusal, requests.RequestException, OneLogin_Saml2_Error, ImproperlyConfigured, LxmlError)
    return (*refused, OSError, AttributeError, KeyError, TypeError, ValueError)


@require_safe
@login_not_required
@never_cache
@careful
def leave(request: CompanyRequest) -> HttpResponse:
    """To the provider."""
    request.session.pop(TESTING, None)
    return _leave_for_provider(request)


@require_safe
@never_cache
@careful
def leave_again(request: CompanyRequest) -> HttpResponse:
    """To the provider, which asks anew who one is."""
    request.session.pop(TESTING, None)
    return _leave_for_provider(request, is_again=True)


@require_safe
@never_cache
@careful
def leave_for_test(request: CompanyRequest) -> HttpResponse:
    """To the provider, to see what it tells; nobody is signed in when it answers."""
    if not is_owner(request.user):
        raise Http404
    request.session[TESTING] = True
    return _leave_for_provider(request)


def _leave_for_provider(request: CompanyRequest, *, is_again: bool = False) -> HttpResponse:
    known = provider_in_use(request)
    if known is None:
        raise Http404
    root = primary_root(request.company)
    if request.build_absolute_uri("/") != f"{root}/":
        # The provider knows one address of a company's.
        return redirect(f"{root}{request.get_full_path()}")
    next_url = get_next_redirect_url(request)
    provider = get_adapter(request).get_provider(request, provider=PROVIDER_ID)
    again = {AGAIN: True} if is_again else None
    if known.protocol == Protocol.OIDC:
        # With an age, a provider that goes by the standard says when it asked.
        params = {"prompt": "login", "max_age": "0"} if is_again else {}
        asked: HttpResponse = provider.redirect(request, AuthProcess.LOGIN, next_url=next_url, data=again, auth_params=params)
        return asked
    if (ended_at := good_until(known.certificate)) < timezone.now():
        raise CertificateExpired(ended_at)
    from allauth.socialaccount.providers.saml.utils import build_auth  # noqa: PLC0415

    auth = build_auth(request, provider)
    url = auth.login(return_to="", force_authn=is_again)
    provider.stash_redirect_state(request, AuthProcess.LOGIN, next_url, again, state_id=auth.get_last_request_id())
    return redirect(url)


@csrf_exempt
@require_POST
@login_not_required
@careful
def receive_assertion(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Keep what the provider's page has posted from there, without our cookies, and have the browser ask for it with them."""
    # One who tests comes through a provider that is off, too; that only their session knows.
    if not IdentityProvider.objects.filter(protocol=Protocol.SAML).exists():
        raise Http404
    if len(request.POST.get("SAMLResponse", "")) > _MOST_ASSERTION:
        raise NotUnderstood("The assertion is too long.")
    waiting = LoginSession(request, "saml_acs_session", "saml-acs-session")
    waiting.store.set_expiry(_ASSERTION_WAITS_SECONDS)
    from allauth.socialaccount.providers.saml.views import acs  # noqa: PLC0415

    kept: HttpResponse = acs(request, organization_slug)
    return kept


@login_not_required
@careful
def read_assertion(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Sign in whom the assertion names that the provider's page has posted."""
    from allauth.socialaccount.providers.saml.views import finish_acs  # noqa: PLC0415

    answer: HttpResponse = finish_acs(request, organization_slug)
    return answer


@require_safe
@login_not_required
def show_metadata(request: CompanyRequest, organization_slug: str) -> HttpResponse:
    """What a SAML provider wants to know of us, also before we know anything of it."""
    from allauth.socialaccount.providers.saml.utils import build_saml_config  # noqa: PLC0415
    from onelogin.saml2.settings import OneLogin_Saml2_Settings  # noqa: PLC0415

    unknown = {"entity_id": "", "sso_url": "", "x509cert": ""}
    config = build_saml_config(request, {"idp": unknown}, organization_slug)
    metadata = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(metadata, content_type="application/samlmetadata+xml")
