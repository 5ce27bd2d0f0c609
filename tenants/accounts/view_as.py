"""Looking at the pages as somebody else sees them: read only, for a quarter of an hour, never more than one may see oneself.

Who signed in stays the person of the session. The request's user is the other one, with what both may do, and without salary,
bank accounts, medical data and payslips of anybody.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core.audit.actions import record_event
from tenants.accounts.actions import AccountRefusal
from tenants.accounts.backend import AccountBackend
from tenants.accounts.capabilities import SENSITIVE_GROUPS, Capability, DataGroup, group_of
from tenants.accounts.models import User

LASTS = timedelta(minutes=15)
# Payslips are pay.
_NEVER_SHOWN = {*SENSITIVE_GROUPS, DataGroup.PAYROLL}
_KEY = "viewing_as"
_SAFE = {"GET", "HEAD", "OPTIONS"}


class MayNotViewAs(AccountRefusal):
    """Their pages would show what one may not see."""

    message = _(
        "You cannot look at the pages of this person, because they may sign in no more, or see what you may not see. "
        "Ask an owner of the company to look."
    )


def may_view_as(viewer: User, user: User) -> bool:
    """Whether everything on somebody's pages but pay and health is the viewer's to see, too."""
    shown = [code for code in user.grants if group_of(Capability(code)) not in _NEVER_SHOWN]
    return user.is_active and user.pk != viewer.pk and viewer.has_perm(Capability.MANAGE_ROLES) and viewer.has_perms(shown)


def start_viewing_as(*, session: SessionBase, viewer: User, user: User, now: datetime) -> None:
    """From the next page on, show the pages as `user` has them. Raises MayNotViewAs."""
    if not may_view_as(viewer, user):
        raise MayNotViewAs
    until = now + LASTS
    with transaction.atomic():
        record_event(action="account:viewed_as", acting_user=viewer, subject=user, after={"until": until})
        session[_KEY] = {"user": str(user.pk), "until": until.isoformat()}


def end_viewing_as(*, session: SessionBase, viewer: User, user: User) -> None:
    """Show one's own pages again."""
    with transaction.atomic():
        record_event(action="account:viewed_as_ended", acting_user=viewer, subject=user)
        session.pop(_KEY, None)


class ViewAsMiddleware:
    """Last of all, so that whatever keeps book of sessions and sign-ins has to do with the person who signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person who is looked at would be answered, and refuse whatever is not reading."""
        if not hasattr(request, "user"):
            return self.get_response(request)
        signed_in = request.user
        # As lazy as Django's: a page that asks for nobody reads no session.
        request.user = cast("User", SimpleLazyObject(lambda: _seen_by(request, signed_in)))
        try:
            if _is_closed(request) and getattr(request.user, "viewed_by", None):
                return _refuse(request)
            return self.get_response(request)
        finally:
            request.user = signed_in


def _is_closed(request: HttpRequest) -> bool:
    """Whether a page is closed while looking: whatever writes, and the pages of signing in, where codes and keys stand."""
    profile, end = (reverse(name, urlconf=settings.ROOT_URLCONF) for name in ("profile", "view_as_end"))
    if request.method not in _SAFE:
        return request.path != end
    return request.path.startswith(profile.removesuffix("profile/")) and request.path != profile


def _refuse(request: HttpRequest) -> HttpResponse:
    response = render(request, "tenants/accounts/view_as_refused.html", status=HTTPStatus.FORBIDDEN)
    if request.headers.get("HX-Request"):
        # A part of a page has no room for it.
        messages.warning(request, _("Nothing was changed: you are looking at somebody else’s pages."))
        response.headers["HX-Refresh"] = "true"
    return response


def _seen_by(request: HttpRequest, signed_in: Any) -> Any:
    if not signed_in.is_authenticated or (kept := request.session.get(_KEY)) is None:
        return signed_in
    user = AccountBackend().get_user(UUID(kept["user"]))
    until = datetime.fromisoformat(kept["until"])
    # Asked anew for each page: rights are taken away, accounts are closed, and a quarter of an hour passes.
    if user is None or timezone.now() >= until or not may_view_as(signed_in, user):
        request.session.pop(_KEY)
        return signed_in
    user.grants = {code: scopes for code, scopes in user.grants.items() if group_of(Capability(code)) not in _NEVER_SHOWN}
    user.viewed_by, user.viewed_until = signed_in, until
    return user
