"""What the proxy asks."""

from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.http import PublicRequest
from tenants.companies.hosts import find_host


@require_safe
@never_cache
def may_have_certificate(request: PublicRequest) -> HttpResponse:
    """200 for a host of ours, else 404: the proxy gets no certificate for a stranger's name that points at us.

    One look-up by index at most, and none for a host that was asked for lately.
    """
    is_ours = find_host(request.GET.get("domain", "")) is not None
    return HttpResponse(status=HTTPStatus.OK if is_ours else HTTPStatus.NOT_FOUND)
