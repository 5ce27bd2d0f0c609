"""The sign-up form."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from billing.queries import public_plans
from core.countries import country_names
from core.http import PublicRequest
from tenants.companies.actions import TRIAL_LENGTH
from tenants.companies.queries import address_status, address_suffix
from tenants.signup import access, actions, queries
from tenants.signup.forms import SignUpForm
from tenants.signup.limits import TooManyAttempts, count_attempt
from tenants.signup.models import Registration
from tenants.signup.rules import Step
from tenants.signup.views.site import CAMPAIGN_KEY, remembers_campaign
from tenants.signup.views.steps import PAGES


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@remembers_campaign
def sign_up(request: PublicRequest) -> HttpResponse:
    """The form; whoever comes back goes on where they were, or changes the entries with ?edit."""
    now = timezone.now()
    registration = access.find_registration(request.session)
    step = queries.current_step(registration, now) if registration else None
    if registration and (step is Step.FINISHED or access.has_arrived(request.session, registration)):
        registration = step = None
        access.forget_registration(request.session)
    if request.method == "POST":
        return _receive_sign_up(request, now)
    if step in PAGES and not (step is Step.VERIFY and "edit" in request.GET):
        return redirect(PAGES[step])
    access.reserve_registration_id(request.session, registration, now)
    form = SignUpForm(today=now.date(), initial=_entries_of(registration) or _first_guesses(request))
    return _show_form(request, form)


def _receive_sign_up(request: PublicRequest, now: datetime) -> HttpResponse:
    form = SignUpForm(request.POST, today=now.date())
    try:
        count_attempt(request, "look_up")
        if not form.is_valid():
            return _show_form(request, form)
        count_attempt(request, "send_code", key=form.cleaned_data["email"])
    except TooManyAttempts as problem:
        form.add_error(None, str(problem.message))
        return _show_form(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    registration = actions.start_registration(
        registration_id=access.reserved_registration_id(request.session),
        entries=form.entries(utm_source=request.session.get(CAMPAIGN_KEY, "")),
        now=now,
    )
    try:
        actions.send_code(registration_id=registration.id, now=now)
    except actions.CodeTooSoon:
        # The same form sent twice: its code is on the way.
        pass
    except actions.CodeNotSent as problem:
        messages.error(request, str(problem.message))
    return redirect("signup_verify")


def _show_form(request: PublicRequest, form: SignUpForm, status: int = HTTPStatus.OK) -> HttpResponse:
    plan = public_plans().filter(code=str(form["plan"].value() or "").replace("\0", "")).first()
    subdomain = str(form["subdomain"].value() or "")
    context = {
        "form": form,
        "plan": plan,
        "trial_days": TRIAL_LENGTH.days,
        "suggested": request.POST.get("suggested", ""),
        "status": address_status(subdomain) if not form["subdomain"].errors else None,
        "address_suffix": address_suffix(),
    }
    return render(request, "tenants/signup/form.html", context, status=status)


def _entries_of(registration: Registration | None) -> dict[str, str]:
    """What was entered before; the password is not among it."""
    if registration is None:
        return {}
    names = ("company_name", "subdomain", "full_name", "email", "country", "time_zone", "currency")
    return {**{name: getattr(registration, name) for name in names}, "plan": registration.plan_code}


def _first_guesses(request: HttpRequest) -> dict[str, str]:
    """The plan that was clicked, and the country that the browser's languages name."""
    known = dict(country_names("en"))
    languages = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    regions = (language.rpartition("-")[2].upper() for language, _weight in languages if "-" in language)
    return {"plan": request.GET.get("plan", ""), "country": next((region for region in regions if region in known), "")}
