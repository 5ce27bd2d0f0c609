"""The pages of a company's addresses, in its administration, for people who may change its settings."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.company_admin import company_admin
from core.http import CompanyRequest
from core.tenancy import in_public
from tenants.accounts.capabilities import Capability
from tenants.addresses.access import get_custom_domain, get_domain
from tenants.addresses.actions.custom_domains import make_primary, remove_custom_domain, request_check, request_custom_domain
from tenants.addresses.actions.subdomains import rename_subdomain
from tenants.addresses.actions.trail import AddressRefusal
from tenants.addresses.forms import DomainForm, SubdomainForm
from tenants.addresses.queries import addresses_of
from tenants.addresses.rules import MOST_CUSTOM, DomainNotAllowed, readable_domain
from tenants.addresses.screens import domain_screen, redirect_words
from tenants.companies.actions import SubdomainTaken
from tenants.companies.models import Domain
from tenants.companies.queries import address_status, address_suffix
from tenants.companies.rules import bare_subdomain

View = Callable[..., HttpResponseBase]

_ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


def settings_only(view: View) -> View:
    """A page of the administration for whoever may change the company's settings."""
    return company_admin.admin_view(permission_required(Capability.MANAGE_SETTINGS.value, raise_exception=True)(view))


@_ask_or_act
@settings_only
def show_addresses(request: CompanyRequest) -> HttpResponse:
    """Where the company answers, and a form for a domain of its own."""
    form = DomainForm(request.POST or None)
    if form.is_valid():
        try:
            domain = request_custom_domain(
                company=request.company, domain=form.cleaned_data["domain"], acting_user=request.user, now=timezone.now()
            )
        except (DomainNotAllowed, AddressRefusal) as error:
            form.add_error("domain", str(error.message))
        else:
            return redirect(f"{reverse('addresses')}#domain-{domain.pk}")
    return _page(request, "addresses", {"title": _("Addresses"), "form": form, **_shown(request)}, form)


@require_safe
@settings_only
def show_domains(request: CompanyRequest) -> HttpResponse:
    """The company's own domains anew, while one is being checked."""
    return TemplateResponse(request, "admin/addresses/_domains.html", _shown(request))


def _shown(request: CompanyRequest) -> dict[str, Any]:
    addresses, now = addresses_of(request.company), timezone.now()
    domains = [domain_screen(domain) for domain in addresses.custom]
    return {
        "addresses": addresses,
        "primary_name": readable_domain(addresses.primary.domain),
        "former": [(domain, redirect_words(domain, now)) for domain in addresses.former],
        "domains": domains,
        "is_waiting": any(domain.is_being_checked for domain in domains),
        "may_add": len(domains) < MOST_CUSTOM,
    }


@_ask_or_act
@settings_only
def change_subdomain(request: CompanyRequest) -> HttpResponse:
    """Ask for another subdomain and say what changing it means."""
    current = addresses_of(request.company).subdomain
    # A former one is taken back by a link to this page.
    wished = {"subdomain": bare_subdomain(request.GET.get("subdomain", "")[:200])}
    form = SubdomainForm(request.POST or None, company=request.company, initial=wished)
    if form.is_valid():
        try:
            renamed = rename_subdomain(
                company=request.company, subdomain=form.cleaned_data["subdomain"], acting_user=request.user, now=timezone.now()
            )
        except (AddressRefusal, SubdomainTaken) as error:
            form.add_error("subdomain", str(error.message))
        else:
            # The session belongs to the host that is gone, and a form's redirect may not lead to another host.
            if not _is_here(request, current):
                return redirect("addresses")
            return _page(request, "moved", {"title": _("Your address is changed"), "renamed": renamed})
    context = {"title": _("Change your address"), "form": form, "current": current, "address_suffix": address_suffix()}
    if not form.is_bound:
        context["status"] = _status_of(request, wished["subdomain"])
    return _page(request, "subdomain", context, form)


@require_safe
@settings_only
def check_subdomain(request: CompanyRequest) -> HttpResponse:
    """Whether the subdomain being typed can be had."""
    status = _status_of(request, bare_subdomain(request.GET.get("subdomain", "")[:200]))
    return TemplateResponse(request, "admin/addresses/_status.html", {"status": status})


def _status_of(request: CompanyRequest, subdomain: str) -> Any:
    with in_public():
        return address_status(subdomain, company=request.company)


@require_POST
@settings_only
def ask_for_check(request: CompanyRequest, domain_id: UUID) -> HttpResponse:
    """Have a domain's record looked at now."""
    domain = _domain_or_404(request, domain_id, get_custom_domain)
    try:
        request_check(domain=domain, now=timezone.now())
    except AddressRefusal as error:
        messages.warning(request, str(error.message))
    return redirect(f"{reverse('addresses')}#domain-{domain.pk}")


@_ask_or_act
@settings_only
def choose_primary(request: CompanyRequest, domain_id: UUID) -> HttpResponse:
    """Ask, then let links and mails name this address."""
    domain = _domain_or_404(request, domain_id)
    name = readable_domain(domain.domain)

    def perform() -> str:
        make_primary(company=request.company, domain=domain, acting_user=request.user)
        return _("Links and mails name %(domain)s from now on.") % {"domain": name}

    return _confirmed(
        request,
        perform,
        title=_("Use %(domain)s in links and mails?") % {"domain": name},
        explanation=_(
            "Open %(url)s in another window first and see that your sign-in page is there. Then mails, invitations and links "
            "name this address. Your other addresses go on working; people sign in once more at the new one."
        )
        % {"url": f"{domain.url}/"},
        button=_("Use this address"),
    )


@_ask_or_act
@settings_only
def remove_domain(request: CompanyRequest, domain_id: UUID) -> HttpResponse:
    """Ask, then stop answering under a domain."""
    domain = _domain_or_404(request, domain_id, get_custom_domain)
    name, subdomain = readable_domain(domain.domain), addresses_of(request.company).subdomain
    if _is_here(request, domain):
        words = _("You are at %(domain)s at this moment. Open %(url)s and remove it there.")
        messages.error(request, words % {"domain": name, "url": f"{subdomain.url}{request.path}"})
        return redirect("addresses")

    def perform() -> str:
        remove_custom_domain(company=request.company, domain=domain, acting_user=request.user)
        return _("%(domain)s is removed.") % {"domain": name}

    return _confirmed(
        request,
        perform,
        title=_("Remove %(domain)s?") % {"domain": name},
        explanation=_(
            "Nobody reaches you at %(domain)s any more, and links that name it stop working. %(subdomain)s goes on working. "
            "To have the domain back, you add it again with a new TXT record."
        )
        % {"domain": name, "subdomain": subdomain.domain},
        button=_("Remove the domain"),
        is_danger=True,
    )


def _confirmed(request: CompanyRequest, perform: Callable[[], str], **context: Any) -> HttpResponse:
    if request.method == "POST":
        try:
            messages.success(request, perform())
        except AddressRefusal as error:
            messages.error(request, str(error.message))
        return redirect("addresses")
    return _page(request, "question", context)


def _page(
    request: CompanyRequest, name: str, context: dict[str, Any], form: DomainForm | SubdomainForm | None = None
) -> TemplateResponse:
    is_refused = form is not None and bool(form.errors)
    back: dict[str, str | Promise] = {"name": _("Addresses"), "url": reverse("addresses")}
    return TemplateResponse(
        request,
        f"admin/addresses/{name}.html",
        {**company_admin.each_context(request), "parent": None if name == "addresses" else back, **context},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK,
    )


def _is_here(request: CompanyRequest, domain: Domain) -> bool:
    return request.get_host().partition(":")[0].lower().removesuffix(".") == domain.domain


def _domain_or_404(request: CompanyRequest, domain_id: UUID, get: Callable[..., Domain] = get_domain) -> Domain:
    try:
        return get(company=request.company, domain_id=domain_id)
    except Domain.DoesNotExist as error:
        raise Http404 from error
