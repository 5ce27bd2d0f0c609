"""Landing, plans, and finding one's company."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from billing.queries import public_plans
from core.http import PublicRequest
from tenants.companies.actions import TRIAL_LENGTH
from tenants.signup import tasks
from tenants.signup.forms import FindCompanyForm
from tenants.signup.limits import TooManyAttempts, count_attempt

CAMPAIGN_KEY = "utm_source"
_FOUND_KEY = "find_email"

type View = Callable[[PublicRequest], HttpResponse]


def remembers_campaign(view: View) -> View:
    """Keep the first `utm_source` that brought this browser here."""

    @wraps(view)
    def wrapped(request: PublicRequest) -> HttpResponse:
        source = request.GET.get("utm_source", "")[:100].replace("\0", "")
        if source and CAMPAIGN_KEY not in request.session:
            request.session[CAMPAIGN_KEY] = source
        return view(request)

    return wrapped


@require_safe
@remembers_campaign
def show_landing(request: PublicRequest) -> HttpResponse:
    """The first page."""
    return render(request, "site/landing.html", {"plans": public_plans(), "trial_days": TRIAL_LENGTH.days})


@require_safe
@remembers_campaign
def show_plans(request: PublicRequest) -> HttpResponse:
    """Plans and prices, by month or by year."""
    cycle = "yearly" if request.GET.get("cycle") == "yearly" else "monthly"
    context = {"plans": public_plans(), "cycle": cycle, "trial_days": TRIAL_LENGTH.days, "current_page": "plans"}
    return render(request, "site/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@remembers_campaign
def find_company(request: PublicRequest) -> HttpResponse:
    """Ask for the list of one's companies. The answer is the same whether there is any."""
    form = FindCompanyForm(request.POST or None)
    context = {"form": form, "current_page": "find_company"}
    if not form.is_valid():
        return render(request, "tenants/signup/find.html", context)
    email = form.cleaned_data["email"]
    try:
        count_attempt(request, "find", key=email)
    except TooManyAttempts as problem:
        form.add_error(None, str(problem.message))
        return render(request, "tenants/signup/find.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    tasks.mail_company_list.enqueue(email=email)
    request.session[_FOUND_KEY] = email
    return redirect("find_company_sent")


@require_safe
@never_cache
def show_found(request: PublicRequest) -> HttpResponse:
    """What happens next, for every address alike."""
    context = {"email": request.session.get(_FOUND_KEY, ""), "current_page": "find_company"}
    return render(request, "tenants/signup/find_sent.html", context)
