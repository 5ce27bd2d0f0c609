"""Signing in, one's own account, arriving in a new company. The rest of accounts is allauth's."""

from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_SESSION_KEY
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.http import CompanyRequest, company_of
from tenants.accounts.arrival import COOKIE, PassNotValid, expect_pass, new_secret, redeem_pass
from tenants.accounts.capabilities import Capability
from tenants.accounts.forms import SignInForm
from tenants.accounts.queries import roles_of
from tenants.accounts.view_as import end_viewing_as


class SignInView(LoginView):  # type: ignore[misc]  # allauth's views are untyped.
    """allauth's, with the new session and the time of signing in written by one commit: each would wait for the disk."""

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in whoever has proved who they are."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            session = self.request.session
            if SESSION_KEY in session:
                # The CSRF middleware would put the new secret in on the way out, after the commit.
                session[CSRF_SESSION_KEY] = self.request.META["CSRF_COOKIE"]
                session.save()
        return response


@require_safe
def show_profile(request: CompanyRequest) -> HttpResponse:
    """Who I am here, and what I may do. The console's people have the same page in the console's layout."""
    context = {
        "layout": "app.html" if company_of(request) else "console.html",
        "roles": roles_of(request.user),
        "capability_labels": [code.label for code in Capability if request.user.has_perm(code)],
    }
    return render(request, "tenants/accounts/profile.html", context)


@require_safe
@login_not_required
@never_cache
def arrive(request: HttpRequest) -> HttpResponse:
    """Sign in the person who has just created this company: first send for a pass, then take it."""
    company = company_of(request)
    if company is None:
        return redirect("account_login")
    if "pass" not in request.GET:
        public_site = settings.SITE_ADDRESS.host_url(settings.BASE_DOMAIN)
        way_in, secret = reverse("signup_enter", urlconf=settings.PUBLIC_SCHEMA_URLCONF), new_secret()
        response = redirect(f"{public_site}{way_in}?{urlencode({'secret': secret})}")
        expect_pass(response, secret=secret)
        return response
    try:
        user = redeem_pass(company=company, arrival_pass=request.GET["pass"], expected=request.COOKIES.get(COOKIE))
    except PassNotValid as error:
        messages.error(request, str(error.message))
        return redirect("account_login")
    signed_in: HttpResponse = perform_login(request, user, email=user.email)
    return signed_in


@require_POST
def end_view_as(request: CompanyRequest) -> HttpResponse:
    """Stop looking at the pages as somebody else, and go back to where that began."""
    user = request.user
    if user.viewed_by is None:
        return redirect("home")
    end_viewing_as(session=request.session, viewer=user.viewed_by, user=user)
    messages.success(request, _("You see your own pages again."))
    return redirect("admin:accounts_user_change", user.pk)
