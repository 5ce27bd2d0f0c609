"""Proving again who one is, before a page that somebody else at an unlocked computer must not use."""

import time

from allauth.account import app_settings
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required, raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# Filling in a form takes longer than opening it.
_FORM_SECONDS = 20 * 60
# In what allauth keeps of a way through the identity provider.
_ASKED = "asked_anew"


def has_proved(request: HttpRequest, *, seconds: int = 0) -> bool:
    """Whether this person has shown within so many seconds, or else the last minutes, who they are."""
    limit = seconds or app_settings.REAUTHENTICATION_TIMEOUT
    proofs = get_authentication_records(request, request.user)
    return any(time.time() - proof["at"] < limit for proof in proofs if proof["method"] != "socialaccount" or _ASKED in proof)


def has_proved_for_form(request: HttpRequest) -> bool:
    """Whether they had when the form was opened, as far as can be told when it is sent."""
    return has_proved(request, seconds=_FORM_SECONDS if request.method == "POST" else 0)


def note_asked_at_provider(request: HttpRequest) -> None:
    """Count that somebody has just come from the identity provider for a proof, because it was asked to ask them anew.

    Otherwise it may have let them pass with a session of its own, which is there for whoever sits at the computer.
    """
    proofs = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*proofs[:-1], {**proofs[-1], _ASKED: True}]


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Let who has just proved who they are go on; anybody else is asked by what this raises, which allauth's middleware catches.

    allauth would keep a form that comes too late in the session, as plain text, until the proof is there; so it is entered anew.
    """
    if request.method != "POST":
        raise_if_reauthentication_required(request, app="")
    elif not has_proved_for_form(request) and is_reauthentication_required(request, app=""):
        words = _("This page was open for so long that nothing was saved. Confirm that it is you, and enter it again.")
        messages.warning(request, words)
        return redirect(request.get_full_path())
    return None
