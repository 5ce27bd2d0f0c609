"""Who has to set up a second factor does that first."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.moments import moment_text
from tenants.accounts.models import User
from tenants.sign_in.models import SecondFactorRule
from tenants.sign_in.queries import has_second_factor, policy_of, second_factor_deadline

# Pages with which a second factor is set up, or without which nobody could leave.
_OPEN = {"account_logout", "account_reauthenticate", "account_change_password", "account_set_password", "arrive"}
# In the session: when it was last found that nothing is missing, and until when somebody has been reminded.
_CHECKED, _REMINDED = "second_factor_checked", "second_factor_reminded"
_CHECKED_SECONDS = 600


class SecondFactorMiddleware:
    """Asks nothing of the database where the company does not require a second factor, and else once in ten minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; `process_view` stops who has to be stopped."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to the page of second factors once the days to set one up are over; before, say so once a session."""
        name = str(request.resolver_match.url_name) if request.resolver_match else ""
        is_about_factors = name.startswith("mfa_")
        rule = policy_of(request).second_factor
        if rule == SecondFactorRule.OFF and is_about_factors:
            raise Http404
        if rule != SecondFactorRule.REQUIRED or is_about_factors or name in _OPEN or not getattr(view_func, "login_required", True):
            return None
        if not isinstance(request.user, User):
            return None
        if time.time() - request.session.get(_CHECKED, 0) < _CHECKED_SECONDS:
            return None
        return self._check(request, request.user)

    def _check(self, request: HttpRequest, user: User) -> HttpResponseBase | None:
        deadline = second_factor_deadline(policy_of(request), user)
        if deadline is None or _comes_from_elsewhere(request, user) or has_second_factor(user):
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
        return redirect("mfa_index")


def _comes_from_elsewhere(request: HttpRequest, user: User) -> bool:
    # The company's identity provider has asked for whatever the company wants asked.
    return any(proof["method"] == "socialaccount" for proof in get_authentication_records(request, user))
