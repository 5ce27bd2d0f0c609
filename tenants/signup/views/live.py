"""The parts of the form that answer while somebody types. Without scripts the form does the same on sending."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.http import PublicRequest
from tenants.accounts.passwords import measure_strength
from tenants.companies.queries import AddressStatus, address_status, address_suffix
from tenants.signup.forms import (
    MAX_PASSWORD_LENGTH,
    SignUpForm,
    SubdomainField,
    known_words,
    password_problems,
    suggested_address,
)
from tenants.signup.limits import TooManyAttempts, count_attempt


@require_safe
@never_cache
def suggest_address(request: PublicRequest) -> HttpResponse:
    """The address field anew, after the company's name changed."""
    try:
        count_attempt(request, "look_up")
    except TooManyAttempts:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    last = request.GET.get("suggested", "")[:200]
    name, current = request.GET.get("company_name", "")[:120], request.GET.get("subdomain", "")[:200]
    address = suggested_address(company_name=name, current=current, last_suggestion=last)
    form = SignUpForm(today=timezone.now().date(), initial={"subdomain": address})
    context = {
        "field": form["subdomain"],
        "suggested": last if address == current and current != last else address,
        "status": address_status(address),
        "address_suffix": address_suffix(),
    }
    return render(request, "tenants/signup/_address.html", context)


@require_safe
@never_cache
def check_address(request: PublicRequest) -> HttpResponse:
    """Whether the address being typed is free."""
    subdomain = SubdomainField(required=False).to_python(request.GET.get("subdomain", "")[:200])
    try:
        count_attempt(request, "look_up")
        status = address_status(subdomain)
    except TooManyAttempts as problem:
        status = AddressStatus(is_free=False, message=problem.message)
    return render(request, "tenants/signup/_address_status.html", {"status": status})


@require_POST
@never_cache
def judge_password(request: PublicRequest) -> HttpResponse:
    """How good the password being typed is, by the same rules as on sending the form."""
    password = request.POST.get("password", "")[:MAX_PASSWORD_LENGTH]
    try:
        count_attempt(request, "look_up")
    except TooManyAttempts:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not password:
        return HttpResponse()
    words = known_words(*(request.POST.get(name, "")[:150] for name in ("company_name", "full_name", "email")))
    strength = measure_strength(password, known_words=words)
    problems = password_problems(password, words)
    context = {
        "is_enough": not problems,
        "words": strength.description if not problems or not strength.is_enough else problems[0],
        "percent": min(strength.score, 4 if not problems else 2) * 25,
    }
    return render(request, "tenants/signup/_strength.html", context)


@require_safe
@never_cache
def show_region(request: PublicRequest) -> HttpResponse:
    """Time zone and currency anew, after the country changed; what was chosen by hand stays."""
    initial = {name: request.GET.get(name, "")[:64] for name in ("country", "time_zone", "currency")}
    form = SignUpForm(today=timezone.now().date(), initial=initial)
    return render(request, "tenants/signup/_region.html", {"form": form})
