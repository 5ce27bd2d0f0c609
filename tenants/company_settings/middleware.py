"""Each request in a company sees its settings, its time zone and its way of writing dates."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.formatting import use_date_style
from tenants.company_settings.queries import get_settings


class CompanySettingsMiddleware:
    """Sets `request.company_settings` on a company's host; does nothing on the platform's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Load the row (one query) and use its zone and formats until the answer is made."""
        if getattr(request, "company", None) is None:
            return self.get_response(request)
        settings = get_settings()
        request.company_settings = settings  # type: ignore[attr-defined]  # See core.http.
        with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
            return self.get_response(request)
