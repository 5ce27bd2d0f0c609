"""A view that asks the database once, and one that does not."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tenants.accounts.models import Role


def ask(_request: HttpRequest) -> HttpResponse:
    """One query, of the kind that every page makes."""
    return HttpResponse(str(Role.objects.order_by("pk").values_list("name", flat=True).first()))


def answer(_request: HttpRequest) -> HttpResponse:
    """No query."""
    return HttpResponse("nothing")


urlpatterns = [path("ask", ask), path("answer", answer)]
