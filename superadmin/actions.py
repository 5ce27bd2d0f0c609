"""Writes of the console: the platform's staff, and what staff ask for on behalf of a company."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, record_event
from core.audit.queries import events_of
from core.jobs.actions import forget_failed_jobs
from core.mail import queue_message
from core.mail_content import mail_content
from tenants.accounts.actions import create_staff_role, create_user, deactivate_account
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import User
from tenants.accounts.queries import find_user_by_email
from tenants.companies.models import Company
from tenants.schemas.actions import request_company
from tenants.schemas.models import Provisioning
from tenants.schemas.tasks import build_company

OWNER_WELCOMED = "company:owner_welcomed"


class CompanyReady(Exception):
    """There is nothing to set up any more."""

    message = _("This company is ready already, so there is nothing to try again.")


class CompanyNotReady(Exception):
    """Its owner could not sign in yet."""

    message = _("This company is still being set up. Its owner can be written to as soon as it is ready.")


class StaffUnknown(Exception):
    """Nobody signs in to the console with that address."""


def create_staff(*, email: str, full_name: str, password: str, now: datetime) -> User:
    """Give somebody an account on the console. Call it in the public schema.

    Raises ValidationError for an address or a password that will not do, EmailTaken for an address that has an account.
    """
    email = email.strip().lower()
    validate_email(email)
    validate_password(password, user=User(email=email, full_name=full_name))
    with transaction.atomic():
        create_staff_role()
        return create_user(
            email=email,
            full_name=full_name,
            password_hash=make_password(password),
            roles=[BuiltInRole.STAFF],
            is_verified=True,
            acting_user=None,
            now=now,
        )


def close_staff(*, email: str) -> User:
    """Let somebody use the console no more, from their next page on. Call it in the public schema. Raises StaffUnknown."""
    user = find_user_by_email(email.strip())
    if user is None:
        raise StaffUnknown
    deactivate_account(user=user, acting_user=None)
    return user


def create_company_for_owner(
    *,
    name: str,
    subdomain: str,
    owner_name: str,
    owner_email: str,
    country: str,
    time_zone: str,
    currency: str,
    acting_user: Actor,
    now: datetime,
) -> Company:
    """Register a company on somebody's behalf. Its owner is written to once it is ready, and chooses a password then.

    Raises `tenants.companies.actions.SubdomainTaken`.
    """
    from superadmin.tasks import welcome_owner_once_ready  # noqa: PLC0415 - the task calls this module.

    with transaction.atomic():
        company = request_company(
            name=name,
            subdomain=subdomain,
            owner_name=owner_name,
            owner_email=owner_email,
            owner_password_hash="",
            country=country,
            time_zone=time_zone,
            currency=currency,
            acting_user=acting_user,
            now=now,
        )
        welcome_owner_once_ready.enqueue(company_id=str(company.id))
    return company


def retry_set_up(*, company: Company, acting_user: Actor) -> None:
    """Ask a worker to go on with a company whose set-up failed or stands still. Raises CompanyReady."""
    if company.ready_at is not None or not Provisioning.objects.filter(company=company).exists():
        raise CompanyReady
    with transaction.atomic():
        record_event(action="company:set_up_retried", acting_user=acting_user, subject=company)
        # What had given up on it is replaced by what begins now.
        forget_failed_jobs(task=build_company.name, arguments={"company_id": str(company.id)})
        build_company.enqueue(company_id=str(company.id))


def welcome_owner(*, company: Company, acting_user: Actor | None) -> None:
    """Mail the owner the company's address and the way to choose a password. Raises CompanyNotReady."""
    if company.ready_at is None:
        raise CompanyNotReady
    path = reverse("account_reset_password", urlconf=settings.ROOT_URLCONF)
    password_url = f"{company.url}{path}?{urlencode({'email': company.owner_email})}"
    context = {"company": company, "company_url": f"{company.url}/", "password_url": password_url}
    with transaction.atomic():
        record_event(action=OWNER_WELCOMED, acting_user=acting_user, subject=company)
        queue_message(to=company.owner_email, **mail_content("superadmin/email/welcome", context))


def welcome_new_owner(*, company_id: UUID) -> None:
    """Welcome an owner who has not been welcomed yet; nothing for a company that is gone. Raises CompanyNotReady."""
    with transaction.atomic():
        company = Company.objects.select_for_update().filter(pk=company_id).first()
        if company is None or any(event.action == OWNER_WELCOMED for event in events_of(company)):
            return
        welcome_owner(company=company, acting_user=None)
