"""One's own account; arriving in a new company. Signing in itself is allauth's."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants.accounts.arrival import PassNotValid, redeem_pass


@require_safe
@login_required
def show_profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I may do."""
    return render(request, "tenants/accounts/profile.html")


@require_safe
@never_cache
def arrive(request: HttpRequest) -> HttpResponse:
    """Sign in the person who has just created this company."""
    company = getattr(request, "company", None)
    if company is None:
        return redirect("account_login")
    try:
        user = redeem_pass(company=company, arrival_pass=request.GET.get("pass", ""))
    except PassNotValid as error:
        messages.error(request, str(error.message))
        return redirect("account_login")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")
