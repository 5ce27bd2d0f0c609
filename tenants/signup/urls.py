"""Addresses of the public site."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", _later, name="landing"),
    path("plans/", _later, name="plans"),
    path("signup/", _later, name="signup"),
    path("find/", _later, name="find_company"),
]
