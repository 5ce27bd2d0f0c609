"""The site: who comes in, and what its pages may load."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

ADMIN_CSP: dict[str, list[str]] = {
    **cast("dict[str, list[str]]", settings.SECURE_CSP),
    # Unfold is built on Alpine.js, which evaluates the expressions in its attributes.
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
    # A related record is added in a frame of the same site.
    "frame-ancestors": [CSP.SELF],
}

View = Callable[..., HttpResponseBase]


class CompanyAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # Unfold ships no types.
    """Open to people whose role allows it. They sign in where everybody else of the company does."""

    index_title = _("Overview")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may open the administration at all."""
        return request.user.is_active and request.user.has_perm("admin.enter")

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's signature.
        """Ask strangers to sign in, tell everybody else without the capability why not (403), and loosen the CSP for Unfold."""
        allowed_view = csp_override(ADMIN_CSP)(super().admin_view(view, cacheable))

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            response: HttpResponseBase = allowed_view(request, *args, **kwargs)
            return response

        return update_wrapper(guarded, view)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses without the one that looks a content type up."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The context of every page; the colours go to the head with a nonce instead of into Unfold's bare <style>."""
        context: dict[str, Any] = super().each_context(request)
        context["company_colors"] = context.pop("colors")
        context["show_history"] = request.user.has_perm("audit.view")
        return context

    def get_log_entries(self, request: HttpRequest) -> list[Any]:
        """None: Django's log lies in public, out of a company's reach. The audit trail takes its place."""
        return []

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Records found by typing, for the fields alone that a screen lets search; Django's view takes any, and fails on some."""
        model_name = request.GET.get("app_label", "") + "." + request.GET.get("model_name", "")
        screens = {screen.opts.label_lower: screen for screen in self._registry.values()}
        if model_name not in screens or request.GET.get("field_name") not in screens[model_name].searched_fields:
            raise Http404
        response: HttpResponse = super().autocomplete_view(request)
        return response

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Unfold's search. A page that does not exist is 404; Unfold itself lets the paginator's error through."""
        try:
            response: HttpResponse = super().search(request, extra_context)
        except InvalidPage as error:
            raise Http404 from error
        return response

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The company's own sign-in page, and from there back to where one was going."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = reverse("admin:index")
        # Not `redirect`, which takes a word without a slash for the name of a page.
        return HttpResponseRedirect(target) if self.has_permission(request) else redirect_to_login(target)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign out of everything, as the company's pages do."""
        response: HttpResponse = logout(request)
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One's own password is changed on the company's pages."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Nothing leads here; the start page answers."""
        return redirect("admin:index")

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of Django's scripts. Every page asks for them and they change with a release only."""
        response: HttpResponse = cache_control(private=True, max_age=3600)(super().i18n_javascript)(request)
        return response


company_admin = CompanyAdminSite(name="admin")
# Records of a company are deleted one at a time, each with its own question.
company_admin.disable_action("delete_selected")
