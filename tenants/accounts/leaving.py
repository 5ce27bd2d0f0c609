"""What is left of somebody's access once it has ended: their own payslips and documents, for as long as the company says.

The moment stands with the account, so each page knows it without a query, and no page opens a minute longer.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.accounts.capabilities import DataGroup, Scope
from tenants.accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_MONTHS = 12
_KEPT = (DataGroup.DOCUMENTS.view, DataGroup.PAYROLL.view)


def open_to_leavers(view: View) -> View:
    """Mark a page that shows somebody nothing but their own payslips or documents; all others are closed to who has left."""
    view.open_to_leavers = True  # type: ignore[attr-defined]
    return view


def is_closed_to(user: User, url: str) -> bool:
    """Whether the page at an address of the company's is not for who has left, and `user` has."""
    return user.has_left and not getattr(resolve(url).func, "open_to_leavers", False)


def records_until(access_ends_at: datetime, months: int) -> datetime:
    """Until when who has left may come for their own records: so many calendar months later, at the last day of a shorter month."""
    year, month = divmod(access_ends_at.month - 1 + months, _MONTHS)
    year, month = access_ends_at.year + year, month + 1
    return access_ends_at.replace(year=year, month=month, day=min(access_ends_at.day, monthrange(year, month)[1]))


class LeaverMiddleware:
    """After the company's settings are there. Asks the database nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; `process_view` stops who has to be stopped."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Let somebody whose access has ended have their own records, or nothing."""
        user: Any = getattr(request, "user", None)
        if not getattr(view_func, "login_required", True) or not isinstance(user, User):
            return None
        # Whoever looks at the pages of somebody who has left sees no more of them.
        ends = [person.access_ends_at for person in (user, user.viewed_by) if person and person.access_ends_at]
        if not ends or timezone.now() < min(ends):
            return None
        settings = getattr(request, "company_settings", None)
        if settings is None or timezone.now() >= records_until(min(ends), settings.leaver_access_months):
            return _sign_out(request)
        if getattr(view_func, "open_to_leavers", False) or request.path.startswith(_account_pages()):
            # Whatever their roles allowed, they may read what is their own.
            user.grants, user.has_left = dict.fromkeys(_KEPT, frozenset({Scope.SELF.value})), True
            return None
        if request.path == reverse("home"):
            return _go(request, reverse("kept_records"))
        return render(request, "tenants/accounts/access_ended.html", status=HTTPStatus.FORBIDDEN)


def _account_pages() -> str:
    # One's own password and second factors, without which nobody could come in or leave.
    return reverse("profile").removesuffix("profile/")


def _sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    messages.info(request, _("Your access to this company’s pages has ended. Ask the company if you still need something."))
    return _go(request, reverse("account_login"))


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        # A redirect would put that page into the part of this one that htmx replaces.
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
