"""Every page of a company and of the console needs somebody signed in, unless its view says otherwise."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, but for the public site, and with a way back that works after a form or a part of a page."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the public site pass; it has no accounts."""
        if getattr(request, "urlconf", None) == settings.PUBLIC_SCHEMA_URLCONF:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> Any:
        """Send the person to sign in, and afterwards back to the page on which they were."""
        url = f"{reverse('account_login')}?{urlencode({'next': _page_of(request)})}"
        if request.headers.get("HX-Request"):
            # A redirect would put the sign-in page into the part of the page that htmx replaces.
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return redirect(url)


def _page_of(request: HttpRequest) -> str:
    """The page that the person saw: for a form or a part of a page it is the page around it."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    around = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if around.netloc == request.get_host():
        return around._replace(scheme="", netloc="").geturl()
    return "/"
