"""The console's pages: the platform at a glance, and its companies."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.actions import give_plan
from billing.queries import plan_of
from core.audit.queries import events_of
from core.audit.sentences import sentence_of
from core.jobs.actions import dismiss_job, retry_all, retry_job
from core.jobs.models import Job
from core.jobs.queries import failed_job, failed_jobs, job_figures
from superadmin import queries
from superadmin.access import StaffRequest, staff_only
from superadmin.actions import CompanyNotReady, CompanyReady, create_company_for_owner, retry_set_up, welcome_owner
from superadmin.forms import NEEDS_A_LOOK, AddressForm, CompanyFilterForm, CompanyForm, PlanForm, RemovalForm
from tenants.addresses.actions.custom_domains import remove_custom_domain
from tenants.addresses.actions.subdomains import rename_subdomain
from tenants.addresses.actions.trail import AddressRefusal
from tenants.addresses.queries import addresses_of
from tenants.addresses.rules import readable_domain
from tenants.addresses.screens import address_rows
from tenants.companies.actions import SubdomainTaken, activate_company, suspend_company
from tenants.companies.models import Company
from tenants.companies.rules import ALLOWED_STATUS_CHANGES, StatusChangeNotAllowed
from tenants.features.models import Entitlement
from tenants.removal.actions import NeverReady, NothingToCallOff, RemovalRequested, keep_company, request_removal
from tenants.removal.queries import all_removals, certificate_of, deleted_rows, removal_of

PAGE_SIZE = 50
NEWEST_FIRST = f"-{queries.CompanyOrder.CREATED}"
_SHOWN_TO_LOOK_AT = 5
_SHOWN_NEWEST = 6
# Why something cannot be done to a company, in words for staff.
_REFUSALS = (StatusChangeNotAllowed, CompanyReady, CompanyNotReady, NeverReady, RemovalRequested, NothingToCallOff)


@require_safe
@staff_only
def show_platform(request: StaffRequest) -> HttpResponse:
    """How the platform does, and what needs somebody."""
    now = timezone.now()
    context = {
        "now": now,
        "overview": queries.platform_overview(now=now),
        "cells": queries.fleet_cells(now=now),
        "to_look_at": queries.companies_to_look_at(now=now, limit=_SHOWN_TO_LOOK_AT),
        "newest": queries.newest_companies(limit=_SHOWN_NEWEST),
        "failed_jobs": failed_jobs().count(),
    }
    return render(request, "superadmin/platform.html", context)


@require_safe
@staff_only
def list_companies(request: StaffRequest) -> HttpResponse:
    """All companies, by search, status and order."""
    now = timezone.now()
    form = CompanyFilterForm(request.GET)
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    words, status = form.cleaned_data.get("q", ""), form.cleaned_data.get("status", "")
    order = request.GET.get("sort") or NEWEST_FIRST
    companies = queries.find_companies(
        now=now,
        words=words,
        status="" if status == NEEDS_A_LOOK else status,
        needs_a_look=status == NEEDS_A_LOOK,
        order=order,
    )
    page = Paginator(companies, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": now, "order": order, "is_filtered": bool(words or status)}
    return render(request, "superadmin/company_list.html", context)


@require_safe
@staff_only
def show_company(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """One company: facts, set-up, what happened to it; of a deleted one the certificate."""
    now = timezone.now()
    if certificate_of(company_id):
        return redirect("company_certificate", company_id=company_id)
    company = _company_or_404(company_id)
    context = {
        "company": company,
        "now": now,
        "trail": [(event, sentence_of(event)) for event in events_of(company)],
        "addresses": address_rows(addresses_of(company), now=now),
        "may_become": ALLOWED_STATUS_CHANGES[company.status],
        "removal": removal_of(company),
        "entitlement": Entitlement.objects.filter(company=company).first(),
    }
    return render(request, "superadmin/company_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def add_company(request: StaffRequest) -> HttpResponse:
    """Create a company on somebody's behalf."""
    form = CompanyForm(request.POST or None, base_domain=settings.BASE_DOMAIN)
    if form.is_valid():
        try:
            company = create_company_for_owner(**form.cleaned_data, acting_user=request.user, now=timezone.now())
        except SubdomainTaken as error:
            form.add_error("subdomain", str(error.message))
        else:
            messages.success(
                request,
                _("%(company)s is being set up. %(owner)s gets a mail as soon as it is ready.")
                % {"company": company.name, "owner": company.owner_name},
            )
            return redirect("company_detail", company_id=company.id)
    return render(request, "superadmin/company_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def suspend(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Close a company's pages, after saying what that means."""
    company = _company_or_404(company_id)
    if request.method != "POST":
        return render(request, "superadmin/company_suspend.html", {"company": company})
    return _do(request, company, suspend_company, _("%(company)s is suspended. Its pages are closed."))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def activate(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Open a company's pages, or end its trial, after saying what that means."""
    company = _company_or_404(company_id)
    if removal_of(company):
        messages.error(request, _("This company is to be deleted. Keep it first, then it can be activated."))
        return redirect("company_detail", company_id=company.id)
    if request.method != "POST":
        return render(request, "superadmin/company_activate.html", {"company": company})
    return _do(request, company, activate_company, _("%(company)s is active. Its people can use it."))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def change_address(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Give a company another subdomain, after saying what that means."""
    company = _company_or_404(company_id)
    if removal_of(company) is not None:
        # What is deleted keeps its address, so that nobody gets what is meant for its people.
        raise Http404
    form = AddressForm(request.POST or None, base_domain=settings.BASE_DOMAIN, company=company)
    if form.is_valid():
        try:
            domain = rename_subdomain(company=company, **form.cleaned_data, acting_user=request.user, now=timezone.now())
        except (AddressRefusal, SubdomainTaken) as error:
            form.add_error("subdomain", str(error.message))
        else:
            messages.success(request, _("%(company)s is at %(host)s now.") % {"company": company.name, "host": domain.domain})
            return redirect("company_detail", company_id=company.id)
    context = {"company": company, "form": form, "current": addresses_of(company).subdomain}
    return render(request, "superadmin/company_address.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def remove_domain(request: StaffRequest, company_id: UUID, domain_id: UUID) -> HttpResponse:
    """Stop answering under a domain of a company's own, after saying what that means."""
    company = _company_or_404(company_id)
    domain = next((domain for domain in addresses_of(company).custom if domain.pk == domain_id), None)
    if domain is None or removal_of(company) is not None:
        raise Http404
    name = readable_domain(domain.domain)
    if request.method == "POST":
        remove_custom_domain(company=company, domain=domain, acting_user=request.user)
        messages.success(request, _("%(domain)s leads to %(company)s no more.") % {"domain": name, "company": company.name})
        return redirect("company_detail", company_id=company.id)
    context = {"company": company, "domain": domain, "name": name}
    return render(request, "superadmin/company_domain_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def change_plan(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Give a company another plan, after saying what that means."""
    company = _company_or_404(company_id)
    if removal_of(company) is not None:
        raise Http404
    form = PlanForm(request.POST or None, initial={"plan": plan_of(company)})
    if form.is_valid():
        give_plan(company=company, plan=form.cleaned_data["plan"], acting_user=request.user, now=timezone.now())
        messages.success(request, _("%(company)s has the plan %(plan)s now.") % {"company": company.name, **form.cleaned_data})
        return redirect("company_detail", company_id=company.id)
    context = {"company": company, "form": form}
    return render(request, "superadmin/company_plan.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only
def try_set_up_again(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Go on with a set-up that stands still."""
    done = _("A worker goes on with the set-up. This takes a few seconds.")
    return _do(request, _company_or_404(company_id), retry_set_up, done)


@require_POST
@staff_only
def write_to_owner(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Mail the owner the way in once more."""
    return _do(request, _company_or_404(company_id), welcome_owner, _("The mail is on its way to %(address)s."))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def delete_company(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Close a company and have it deleted after the grace; its subdomain is to be typed."""
    company, now, grace = _company_or_404(company_id), timezone.now(), timedelta(days=settings.REMOVAL_GRACE_DAYS)
    if removal_of(company):
        return redirect("company_detail", company_id=company.id)
    form = RemovalForm(request.POST or None, company=company)
    if form.is_valid():
        ask = partial(request_removal, grace=grace, now=now)
        return _do(request, company, ask, _("%(company)s is closed and will be deleted. %(address)s gets a mail."))
    context = {"company": company, "form": form, "due_at": now + grace, "grace_days": grace.days, "now": now}
    return render(request, "superadmin/company_delete.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only
def keep(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Call a company's deletion off."""
    done = _("%(company)s is kept, as it was before. %(address)s gets a mail.")
    return _do(request, _company_or_404(company_id), partial(keep_company, now=timezone.now()), done)


@require_safe
@staff_only
def show_certificate(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """What was deleted of a company that is gone."""
    removal = certificate_of(company_id)
    if removal is None:
        raise Http404
    context = {"removal": removal, "company": removal.company, "deleted_rows": deleted_rows(removal), "now": timezone.now()}
    return render(request, "superadmin/company_certificate.html", context)


@require_safe
@staff_only
def list_removals(request: StaffRequest) -> HttpResponse:
    """Companies to be deleted, being deleted and deleted."""
    page = Paginator(all_removals(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "superadmin/removal_list.html", {"page": page, "now": timezone.now()})


@require_safe
@staff_only
def list_failed_jobs(request: StaffRequest) -> HttpResponse:
    """Jobs that were given up, and how the queue stands."""
    now = timezone.now()
    page = Paginator(failed_jobs(), PAGE_SIZE).get_page(request.GET.get("page"))
    companies = queries.companies_by_id({job.company_id for job in page if job.company_id})
    jobs = [(job, companies.get(job.company_id)) for job in page]
    context = {"page": page, "jobs": jobs, "figures": job_figures(now=now), "now": now}
    return render(request, "superadmin/job_list.html", context)


@require_POST
@staff_only
def try_job_again(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Let a job that was given up begin anew."""
    if job := _failed_job(request, job_id):
        retry_job(job=job, acting_user=request.user)
        messages.success(request, _("“%(task)s” is tried again now. If it keeps failing, it comes back.") % {"task": job.label})
    return redirect("job_list")


@require_POST
@staff_only
def try_all_jobs_again(request: StaffRequest) -> HttpResponse:
    """Let all jobs that were given up begin anew, as after an outage."""
    count = retry_all(acting_user=request.user)
    words = ngettext("%(number)d job is tried again now.", "%(number)d jobs are tried again now.", count)
    messages.success(request, words % {"number": count})
    return redirect("job_list")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def dismiss_failed_job(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Delete a job that was given up, after saying what that means."""
    job = _failed_job(request, job_id)
    if job is None:
        return redirect("job_list")
    if request.method != "POST":
        company = queries.companies_by_id({job.company_id}).get(job.company_id)
        return render(request, "superadmin/job_dismiss.html", {"job": job, "company": company})
    dismiss_job(job=job, acting_user=request.user)
    messages.success(request, _("“%(task)s” is dismissed. It will not be done.") % {"task": job.label})
    return redirect("job_list")


def _failed_job(request: StaffRequest, job_id: UUID) -> Job | None:
    job = failed_job(job_id=job_id)
    if job is None:
        messages.info(request, _("This job is not among those that were given up any more: somebody has dealt with it."))
    return job


def _do(request: StaffRequest, company: Company, action: Callable[..., object], done: str) -> HttpResponse:
    """Do something to a company, and say on its page that it is done or why not."""
    try:
        action(company=company, acting_user=request.user)
    except _REFUSALS as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done % {"company": company.name, "address": company.owner_email})
    return redirect("company_detail", company_id=company.id)


def _company_or_404(company_id: UUID) -> Company:
    company = queries.company_in_full(company_id=company_id, now=timezone.now())
    if company is None:
        raise Http404
    return company
