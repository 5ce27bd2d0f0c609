"""Reads for the pages of signing up, and the companies that somebody belongs to."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import tenant_context

from tenants.accounts.queries import find_user_by_email
from tenants.companies.models import Company
from tenants.companies.queries import address_status, ready_companies
from tenants.companies.rules import suggest_subdomain
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.postgresql.base import RoleMissing
from tenants.signup.models import Registration
from tenants.signup.rules import CodeState, Step, next_step

log = logging.getLogger(__name__)

# After this without a sign of life the page says that a worker is being waited for.
_SLOW_AFTER = timedelta(seconds=5)
_COMPANIES_A_PAGE = 500
_MAX_SUGGESTIONS = 20

_STEPS: dict[str, Promise] = {
    ProvisioningState.REQUESTED: _("Your address is reserved"),
    ProvisioningState.SCHEMA: _("A database schema of your own"),
    ProvisioningState.SEED: _("Your settings, roles and account"),
    ProvisioningState.READY: _("Your pages are open"),
}


@dataclass(frozen=True)
class ProgressStep:
    """One line of the list; `state` is "done", "current" or "waiting"."""

    label: Promise
    state: str


@dataclass(frozen=True)
class Progress:
    """How far the building of a company is."""

    state: str
    steps: list[ProgressStep]
    percent: int
    attempts: int
    is_ready: bool
    has_failed: bool
    is_slow: bool

    @property
    def key(self) -> str:
        """Changes whenever the page has something new to show."""
        return f"{self.state}-{self.attempts}-{int(self.has_failed)}{int(self.is_slow)}"


def code_state(registration: Registration) -> CodeState:
    """The newest code, for the rules."""
    return CodeState(
        is_out=bool(registration.code_hash),
        sent_at=registration.code_sent_at,
        sent_count=registration.codes_sent,
        wrong_count=registration.wrong_codes,
    )


def current_step(registration: Registration, now: datetime) -> Step:
    """Where this registration goes on."""
    company = registration.company
    return next_step(
        created_at=registration.created_at,
        verified_at=registration.verified_at,
        has_company=company is not None,
        ready_at=company.ready_at if company else None,
        now=now,
    )


def suggest_free_subdomain(company_name: str) -> str:
    """An address made from the company's name, numbered when the plain one is taken or reserved; "" if none can be made."""
    stem = suggest_subdomain(company_name)
    if not stem:
        return ""
    candidates = (stem, *(f"{stem[:37].strip('-')}-{number}" for number in range(2, _MAX_SUGGESTIONS)))
    return next((candidate for candidate in candidates if address_status(candidate).is_free), "")


def progress_of(company: Company, now: datetime) -> Progress:
    """How far the building of a registered company is. Raises Provisioning.DoesNotExist."""
    provisioning = Provisioning.objects.get(company=company)
    done = list(_STEPS).index(provisioning.state)
    is_ready = provisioning.state == ProvisioningState.READY
    return Progress(
        state=provisioning.state,
        steps=[ProgressStep(label, _step_state(index, done)) for index, label in enumerate(_STEPS.values())],
        percent=100 * (done + 1) // len(_STEPS),
        attempts=provisioning.attempts,
        is_ready=is_ready,
        has_failed=bool(provisioning.error) and not is_ready,
        is_slow=not is_ready and now - provisioning.changed_at > _SLOW_AFTER,
    )


def _step_state(index: int, done: int) -> str:
    if index <= done:
        return "done"
    return "current" if index == done + 1 else "waiting"


def companies_of_person(email: str) -> list[Company]:
    """Every ready company in which an account with this address may sign in. Call it in public; slow, for jobs only.

    A company that cannot be read is logged and left out, so that one company's trouble hides no other.
    """
    return [company for company in _all_ready_companies() if _has_account(company, email)]


def _all_ready_companies() -> Iterator[Company]:
    page = list(ready_companies().prefetch_related("domains")[:_COMPANIES_A_PAGE])
    while page:
        yield from page
        page = list(ready_companies().filter(id__gt=page[-1].id).prefetch_related("domains")[:_COMPANIES_A_PAGE])


def _has_account(company: Company, email: str) -> bool:
    try:
        with tenant_context(company):
            user = find_user_by_email(email)
            return user is not None and user.is_active
    except (DatabaseError, RoleMissing):
        log.exception("Could not look for an account in company %s.", company.id)
        return False
