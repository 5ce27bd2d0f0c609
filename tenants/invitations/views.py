"""The page behind the link of an invitation."""

from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.http import company_of
from tenants.invitations.actions import accept_invitation
from tenants.invitations.forms import AcceptForm
from tenants.invitations.queries import InvitationRefusal, InvitedAtAnotherAddress, UnknownInvitation, find_open_invitation


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whoever has the link for their address and a password, and sign them in."""
    company, now = company_of(request), timezone.now()
    assert company is not None  # The address exists on companies' hosts alone.
    try:
        invitation = find_open_invitation(code=code, company=company, now=now)
        if request.user.is_authenticated:
            return render(request, "tenants/invitations/signed_in.html", status=HTTPStatus.CONFLICT)
        form = AcceptForm(request.POST or None, invited=invitation.user)
        if form.is_valid():
            email = form.cleaned_data["email"]
            try:
                user = accept_invitation(code=code, email=email, password=form.cleaned_data["password"], company=company, now=now)
            except InvitedAtAnotherAddress as error:
                form.add_error("email", str(error.message))
            else:
                # Whoever has just chosen a password need not prove again who they are.
                record_authentication(request, user, method="password")
                signed_in: HttpResponse = perform_login(request, user, email=user.email)
                return signed_in
    except InvitationRefusal as error:
        status = HTTPStatus.NOT_FOUND if isinstance(error, UnknownInvitation) else HTTPStatus.GONE
        return render(request, "tenants/invitations/refused.html", {"message": error.message}, status=status)
    return render(request, "tenants/invitations/accept.html", {"form": form, "invited": invitation.user})
