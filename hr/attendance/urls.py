"""Addresses of time and attendance."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", _later, name="attendance_history"),
    path("punch/", _later, name="punch"),
    path("team/", _later, name="team_today"),
]
