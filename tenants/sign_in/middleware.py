"""The rules of signing in, on every page: how long a session lasts, how old a password may be, who needs a second factor."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.moments import moment_text
from tenants.accounts.models import User
from tenants.accounts.sign_ins import note_use
from tenants.sign_in.adapter import SIGN_IN, keep_device, signed_in_elsewhere
from tenants.sign_in.models import SecondFactorRule, SignInPolicy
from tenants.sign_in.queries import has_second_factor, is_password_too_old, policy_of, second_factor_deadline

# Pages with which a password or a second factor is set up, or without which nobody could leave.
_OPEN = {"account_logout", "account_reauthenticate", "account_change_password", "account_set_password", "arrive"}
# In the session: when it was last found that nothing is missing, and that somebody has been reminded.
_CHECKED, _REMINDED = "second_factor_checked", "second_factor_reminded"
_CHECKED_SECONDS = 600
_SEEN_SECONDS = 3600


class SignInRulesMiddleware:
    """Asks nothing of the database where a company has no rules, but for noting once an hour that a session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on, and leave a mark in a browser by which it is known the next time; `process_view` stops who has to be stopped."""
        response = self.get_response(request)
        keep_device(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """The page that has to come first, if one has to."""
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        is_about_factors = name.startswith("mfa_")
        policy = policy_of(request)
        if policy.second_factor == SecondFactorRule.OFF and is_about_factors:
            raise Http404
        if not getattr(view_func, "login_required", True) or not isinstance(request.user, User):
            return None
        ended = _end_old_session(request, policy)
        if ended or is_about_factors or name in _OPEN:
            return ended
        # Who looks at the pages as somebody else sees them has signed in as themselves.
        user = request.user.viewed_by or request.user
        return _ask_for_new_password(request, user, policy) or _ask_for_second_factor(request, user, policy)


def _end_old_session(request: HttpRequest, policy: SignInPolicy) -> HttpResponseBase | None:
    now = int(time.time())
    known = request.session.get(SIGN_IN)
    if known is None:
        # Signed in past allauth, or before rules were made: the time counts from here.
        if policy.session_hours or policy.idle_minutes:
            request.session[SIGN_IN] = {"at": now, "seen": now}
        return None
    idle = (policy.idle_minutes or 0) * 60
    is_too_old = policy.session_hours and now - known["at"] >= policy.session_hours * 3600
    if is_too_old or (idle and now - known["seen"] >= idle):
        came_from = request.get_full_path() if request.method == "GET" and not request.headers.get("HX-Request") else "/"
        logout(request)
        messages.info(request, _("You have been signed out, as your company’s rules say. Sign in again to go on."))
        return _go(request, f"{reverse('account_login')}?{urlencode({'next': came_from})}")
    if now - known["seen"] >= min(_SEEN_SECONDS, idle // 5 or _SEEN_SECONDS) or _has_new_key(request, known):
        request.session[SIGN_IN] = {**known, "seen": now, "key": request.session.session_key}
        if "id" in known:
            note_use(sign_in_id=known["id"], session_key=request.session.session_key or "", now=timezone.now())
    return None


def _has_new_key(request: HttpRequest, known: dict[str, Any]) -> bool:
    # Changing the password gives the session another one.
    return "id" in known and known["key"] != request.session.session_key


def _ask_for_new_password(request: HttpRequest, user: User, policy: SignInPolicy) -> HttpResponseBase | None:
    if not is_password_too_old(policy, user, now=timezone.now()) or signed_in_elsewhere(request, user):
        return None
    messages.warning(
        request,
        _("Your company wants a new password after %(days)s days. Choose another one to go on.")
        % {"days": policy.password_lifetime_days},
    )
    return _go(request, reverse("account_change_password"))


def _ask_for_second_factor(request: HttpRequest, user: User, policy: SignInPolicy) -> HttpResponseBase | None:
    if policy.second_factor != SecondFactorRule.REQUIRED or time.time() - request.session.get(_CHECKED, 0) < _CHECKED_SECONDS:
        return None
    deadline = second_factor_deadline(policy, user)
    if deadline is None or signed_in_elsewhere(request, user) or has_second_factor(user):
        request.session[_CHECKED] = int(time.time())
        return None
    if timezone.now() < deadline:
        if _REMINDED not in request.session:
            request.session[_REMINDED] = True
            words = _("Your company requires two-step sign-in of you. Set it up under “My profile” until %(deadline)s.")
            messages.warning(request, words % {"deadline": moment_text(deadline)})
        return None
    messages.warning(
        request, _("Your company requires two-step sign-in of you. Set up an authenticator app or a passkey to go on.")
    )
    return _go(request, reverse("mfa_index"))


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        # A redirect would put that page into the part of this one that htmx replaces.
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
