"""The request as our middleware leaves it, so that views need no casts."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from tenants.accounts.models import User
    from tenants.companies.models import Company
    from tenants.company_settings.models import CompanySettings


def company_of(request: HttpRequest) -> "Company | None":
    """The company on whose host the request came, or None on the platform's hosts."""
    return getattr(request, "company", None)


class PublicRequest(HttpRequest):
    """A request to the platform's own hosts: the public site or the console."""

    company: None
    htmx: HtmxDetails
    request_id: str


class CompanyRequest(HttpRequest):
    """A request to a company's host. `user` is that company's person once signed in."""

    company: "Company"
    company_settings: "CompanySettings"
    htmx: HtmxDetails
    request_id: str
    user: "User"  # Views behind sign-in never see an anonymous user.
