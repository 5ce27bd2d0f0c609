"""Where somebody is signed in, and the log of it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import CompanyRequest, company_of
from core.moments import moment_text
from tenants.accounts.devices import device_name, method_text
from tenants.accounts.models import SignIn
from tenants.accounts.sign_ins import end_sign_ins, open_sign_ins

_LOG_LENGTH = 15
_PHONES = ("iPhone", "iPad", "Android")


@dataclass(frozen=True, slots=True)
class _Device:
    key: UUID
    name: str
    details: str
    icon: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    words: str
    details: str
    is_bad: bool
    is_new: bool


@require_safe
def show_devices(request: CompanyRequest) -> HttpResponse:
    """One's own devices and the latest sign-ins, the console's people's too."""
    here = request.session.session_key
    context = {
        "layout": "app.html" if company_of(request) else "console.html",
        "devices": [_device(each, here) for each in open_sign_ins(request.user, now=timezone.now())],
        "log": [_entry(each) for each in SignIn.objects.filter(user=request.user).order_by("-at")[:_LOG_LENGTH]],
    }
    return render(request, "tenants/accounts/devices.html", context)


@require_POST
def end_sign_in(request: CompanyRequest, sign_in_id: UUID) -> HttpResponse:
    """Sign one's own other device out."""
    ended = end_sign_ins(SignIn.objects.filter(pk=sign_in_id), user=request.user, acting_user=request.user, now=timezone.now())
    if not ended:
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("devices")


@require_POST
def end_all_sign_ins(request: CompanyRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    end_sign_ins(SignIn.objects.all(), user=request.user, acting_user=request.user, now=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")


def _device(sign_in: SignIn, here: str | None) -> _Device:
    words = {"seen": moment_text(sign_in.last_seen_at or sign_in.at), "ip": sign_in.ip or "–"}
    return _Device(
        key=sign_in.pk,
        name=device_name(sign_in.user_agent),
        details=_("Last used %(seen)s · %(ip)s") % words,
        icon="device-mobile" if any(mark in sign_in.user_agent for mark in _PHONES) else "device-desktop",
        is_here=sign_in.session_key == here,
    )


def _entry(sign_in: SignIn) -> _Entry:
    words = _("Signed in: %(how)s") % {"how": method_text(sign_in)} if sign_in.succeeded else _("Wrong password")
    place = {"when": moment_text(sign_in.at), "device": device_name(sign_in.user_agent), "ip": sign_in.ip or "–"}
    return _Entry(words, _("%(when)s · %(device)s · %(ip)s") % place, is_bad=not sign_in.succeeded, is_new=sign_in.is_new_device)
