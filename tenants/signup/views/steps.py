"""What follows the form: the code, perhaps another address, the building, the way in."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import PublicRequest
from tenants.companies.actions import SubdomainTaken
from tenants.companies.queries import address_status, address_suffix
from tenants.signup import access, actions, queries
from tenants.signup.forms import AddressForm, CodeForm
from tenants.signup.limits import TooManyAttempts, count_attempt
from tenants.signup.models import Registration
from tenants.signup.rules import CODE_LIFETIME, SEND_PAUSE, Step

PAGES = {Step.VERIFY: "signup_verify", Step.ADDRESS: "signup_address", Step.PREPARING: "signup_preparing"}

type _StepView = Callable[[PublicRequest, Registration], HttpResponse]
type _View = Callable[[PublicRequest], HttpResponse]


def _at_step(*steps: Step) -> Callable[[_StepView], _View]:
    """Give the view this browser's registration; one that is at another step is led there."""

    def decorate(view: _StepView) -> _View:
        @wraps(view)
        def wrapped(request: PublicRequest) -> HttpResponse:
            registration = access.find_registration(request.session)
            if registration is None:
                messages.info(
                    request,
                    _(
                        "This browser has no sign-up under way. Start one here, or, if your company is ready, "
                        "open its address and sign in with your e-mail and password."
                    ),
                )
                return _go(request, "signup")
            step = queries.current_step(registration, timezone.now())
            return view(request, registration) if step in steps else _go(request, PAGES.get(step, "signup"))

        return wrapped

    return decorate


def _go(request: PublicRequest, page: str) -> HttpResponse:
    """Redirect the whole page, also when htmx asked for a part of it."""
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": reverse(page)})
    return redirect(page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_at_step(Step.VERIFY)
def verify(request: PublicRequest, registration: Registration) -> HttpResponse:
    """Enter the code."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _show_verify(request, registration, form)
    try:
        count_attempt(request, "try_code", key=str(registration.id))
        actions.confirm_registration(registration_id=registration.id, code=form.cleaned_data["code"], now=timezone.now())
    except TooManyAttempts as problem:
        form.add_error("code", str(problem.message))
        return _show_verify(request, registration, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    except actions.CodeRefused as problem:
        form.add_error("code", str(problem.message))
        return _show_verify(request, registration, form)
    except SubdomainTaken:
        pass  # The next page says so, and asks for another one.
    # From here on this session opens a company, so its key is one that nobody can have seen before.
    request.session.cycle_key()
    return redirect("signup_preparing")


def _show_verify(request: PublicRequest, registration: Registration, form: CodeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    registration.refresh_from_db()
    now = timezone.now()
    code = queries.code_state(registration)
    context = {
        "form": form,
        "registration": registration,
        "address_suffix": address_suffix(),
        "code": code,
        "is_usable": code.is_out and code.tries_left and not code.is_expired(now),
        "is_expired": code.is_out and code.is_expired(now),
        "minutes": int(CODE_LIFETIME.total_seconds() // 60),
        "pause_seconds": int(SEND_PAUSE.total_seconds()),
    }
    return render(request, "tenants/signup/verify.html", context, status=status)


@require_POST
@_at_step(Step.VERIFY)
def resend_code(request: PublicRequest, registration: Registration) -> HttpResponse:
    """Send a new code."""
    try:
        count_attempt(request, "send_code", key=registration.email)
        actions.send_code(registration_id=registration.id, now=timezone.now())
    except (TooManyAttempts, actions.CodeNotSent) as problem:
        messages.warning(request, str(problem.message))
    else:
        messages.success(request, _("A new code is on its way. Only the newest one counts."))
    return redirect("signup_verify")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_at_step(Step.ADDRESS)
def change_address(request: PublicRequest, registration: Registration) -> HttpResponse:
    """Choose another address after the first was taken; the e-mail stays confirmed."""
    form = AddressForm(request.POST or None, initial={"subdomain": registration.subdomain})
    if form.is_valid():
        try:
            count_attempt(request, "look_up")
            actions.choose_address(registration_id=registration.id, subdomain=form.cleaned_data["subdomain"], now=timezone.now())
        except (SubdomainTaken, TooManyAttempts) as problem:
            form.add_error("subdomain", str(problem.message))
        else:
            return redirect("signup_preparing")
    context = {
        "form": form,
        "registration": registration,
        "status": None if form.is_bound else address_status(registration.subdomain),
        "address_suffix": address_suffix(),
    }
    return render(request, "tenants/signup/address.html", context)


@require_safe
@never_cache
@_at_step(Step.PREPARING)
def show_preparing(request: PublicRequest, registration: Registration) -> HttpResponse:
    """How far the company is; the page looks again by itself, with or without scripts."""
    context = _progress_context(registration)
    if context["progress"].is_ready:
        return redirect("signup_enter")
    return render(request, "tenants/signup/preparing.html", context)


@require_safe
@never_cache
@_at_step(Step.PREPARING)
def show_progress(request: PublicRequest, registration: Registration) -> HttpResponse:
    """The moving part of that page; nothing while there is nothing new, so that screen readers are not talked over."""
    context = _progress_context(registration)
    if context["progress"].is_ready:
        return _go(request, "signup_enter")
    if request.GET.get("seen") == context["progress"].key:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "tenants/signup/_progress.html", context)


def _progress_context(registration: Registration) -> dict[str, Any]:
    company = registration.company
    assert company is not None  # Step.PREPARING says so.
    return {
        "registration": registration,
        "new_company": company,
        "address_suffix": address_suffix(),
        "progress": queries.progress_of(company, timezone.now()),
    }


@require_safe
@never_cache
@_at_step(Step.PREPARING, Step.FINISHED)
def enter(request: PublicRequest, registration: Registration) -> HttpResponse:
    """Go to the company's own host, which comes back here with a secret and is given a pass.

    By GET, since the content policy lets no form lead to another host.
    """
    company = registration.company
    if company is None or company.ready_at is None:
        return _go(request, "signup_preparing")
    access.note_arrival(request.session, registration)
    # The secret is as long as we made it; an address may hold anything.
    secret = request.GET.get("secret", "")[:100]
    return redirect(access.arrival_url(company=company, email=registration.email, secret=secret, now=timezone.now()))
