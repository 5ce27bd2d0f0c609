"""Addresses of the console."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", _later, name="console_home"),
    path("companies/", _later, name="company_list"),
]
