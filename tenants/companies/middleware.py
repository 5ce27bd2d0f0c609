"""Decides by the host whose request it is, and enters that company's schema and role before anything else runs."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import set_urlconf
from django.utils.cache import patch_cache_control
from django_tenants.middleware.main import TenantMainMiddleware

from core.logs import company_var
from core.tenancy import enter_public, enter_schema, leave_schema
from tenants.companies.hosts import HostAnswer, find_host
from tenants.companies.models import Company, CompanyStatus

CLOSED_STATUS_CODES: dict[str, HTTPStatus] = {
    CompanyStatus.SUSPENDED: HTTPStatus.FORBIDDEN,
    CompanyStatus.EXPIRED: HTTPStatus.PAYMENT_REQUIRED,
    CompanyStatus.CANCELLED: HTTPStatus.GONE,
}


class StrictTransportMiddleware:
    """Binds a company's own domain to https by itself: its neighbours are not ours to bind. SecurityMiddleware leaves this be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, static files included."""
        response = self.get_response(request)
        is_ours = f".{_host_of(request)}".endswith(f".{settings.BASE_DOMAIN}")
        if settings.SECURE_HSTS_SECONDS and request.is_secure() and not is_ours:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response


class CompanyMiddleware(TenantMainMiddleware):  # type: ignore[misc]  # django-tenants ships no types.
    """django-tenants' middleware with the cached look-up, the platform's two hosts and pages for closed companies."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, then leave: what runs next in this thread says itself where it works."""
        try:
            return cast("HttpResponseBase", super().__call__(request))
        finally:
            leave_schema()

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Set `request.company`, the URL root and the connection's schema; answer at once where there is no company."""
        enter_public()
        request.company = None  # type: ignore[attr-defined]  # See core.http.
        host = _host_of(request)
        if not host:
            return self._no_company(request)
        if host in {settings.BASE_DOMAIN, f"www.{settings.BASE_DOMAIN}"}:
            self._route(request, settings.PUBLIC_SCHEMA_URLCONF)
            return None
        if host == settings.CONSOLE_DOMAIN:
            self._route(request, settings.CONSOLE_URLCONF)
            return None
        found = find_host(host)
        if found is None:
            return self._no_company(request)
        if found.moved_to:
            return self._moved(request, found)
        return self._enter(request, found.company)

    def _enter(self, request: HttpRequest, company: Company) -> HttpResponse | None:
        company_var.set(company.schema_name)
        if not company.is_open:
            # Cancelled and without a schema: deleted, and only its row is left to say so.
            page = "removed" if company.status == CompanyStatus.CANCELLED and company.ready_at is None else company.status
            return self._status_page(request, company, page, CLOSED_STATUS_CODES[company.status])
        if company.ready_at is None:
            return self._status_page(request, company, "preparing", HTTPStatus.SERVICE_UNAVAILABLE)
        request.company = company  # type: ignore[attr-defined]  # See core.http.
        request.tenant = company  # type: ignore[attr-defined]  # django-tenants' name for it.
        enter_schema(company)
        self._route(request, settings.ROOT_URLCONF)
        return None

    def _route(self, request: HttpRequest, urlconf: str) -> None:
        request.urlconf = urlconf
        set_urlconf(urlconf)

    def _no_company(self, request: HttpRequest) -> HttpResponse:
        self._route(request, settings.PUBLIC_SCHEMA_URLCONF)
        context = {"public_url": settings.SITE_ADDRESS.host_url(settings.BASE_DOMAIN)}
        return self._page(request, "tenants/companies/unknown_host.html", context, HTTPStatus.NOT_FOUND)

    def _moved(self, request: HttpRequest, found: HostAnswer) -> HttpResponse:
        company_var.set(found.company.schema_name)
        if request.method in {"GET", "HEAD"}:
            # Found, not "moved permanently": browsers keep the latter for good, and would go round in circles once the
            # company takes its old address back.
            return HttpResponseRedirect(found.moved_to + request.get_full_path())
        # What somebody sends was meant for the old address; sent on by itself it might do something twice, or elsewhere.
        self._route(request, settings.PUBLIC_SCHEMA_URLCONF)
        context = {"moved_to": found.moved_to, "public_url": settings.SITE_ADDRESS.host_url(settings.BASE_DOMAIN)}
        return self._page(request, "tenants/companies/moved.html", context, HTTPStatus.GONE)

    def _status_page(self, request: HttpRequest, company: Company, status: str, code: int) -> HttpResponse:
        self._route(request, settings.PUBLIC_SCHEMA_URLCONF)
        context = {"closed_company": company, "public_url": settings.SITE_ADDRESS.host_url(settings.BASE_DOMAIN)}
        response = self._page(request, f"tenants/companies/{status}.html", context, code)
        if code == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "5"
            response.headers["Refresh"] = "3"
        return response

    def _page(self, request: HttpRequest, template: str, context: Mapping[str, object], code: int) -> HttpResponse:
        response = render(None, template, context, status=code)
        # Rendered without the request: sessions and sign-in do not exist on these pages.
        patch_cache_control(response, no_store=True)
        return response


def _host_of(request: HttpRequest) -> str:
    """The host without port; "" for a header that no host could send."""
    try:
        return request.get_host().rsplit(":", 1)[0].lower().removesuffix(".")
    except DisallowedHost:
        return ""
