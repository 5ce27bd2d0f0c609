"""The pages that end an attempt which signs nobody in."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenants.accounts.models import User
from tenants.single_sign_on.actions import Told
from tenants.single_sign_on.queries import TESTING
from tenants.single_sign_on.refusals import SignOnRefusal

log = logging.getLogger(__name__)


def show_refusal(request: HttpRequest, refusal: SignOnRefusal) -> HttpResponse:
    """Why somebody could not come in; to an owner who tests also what the provider or a library said."""
    log.warning("Single sign-on: %s. %s", type(refusal).__name__, refusal.detail)
    is_test = request.session.pop(TESTING, False)
    context = {"message": refusal.message, "is_test": is_test, "detail": refusal.detail if is_test else ""}
    return render(request, "tenants/single_sign_on/refused.html", context, status=403)


def show_test(request: HttpRequest, *, told: Told, user: User | None) -> HttpResponse:
    """What the provider tells of an owner who tests, and whom that means here. Nobody is signed in by it."""
    del request.session[TESTING]
    return render(request, "tenants/single_sign_on/tested.html", {"told": told, "account": user})
