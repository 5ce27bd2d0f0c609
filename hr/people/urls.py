"""Addresses of people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", _later, name="employee_list"),
    path("<uuid:employee_id>/", _later, name="employee_detail"),
]
