"""What the platform does to a company. Building and dropping its schema is `tenants.schemas`."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.ids import new_id, opaque_schema_name
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, CompanyStatus, Domain
from tenants.companies.rules import check_status_change, host_of_subdomain, role_name_for

TRIAL_LENGTH = timedelta(days=14)


class SubdomainTaken(Exception):
    """Another company already answers under that address."""

    message = _("That address is already taken. Choose another one.")


def create_company(
    *,
    name: str,
    subdomain: str,
    owner_name: str,
    owner_email: str,
    country: str,
    time_zone: str,
    currency: str,
    acting_user: Actor | None,
    now: datetime,
) -> Company:
    """Register a company on trial and reserve its address. Its schema does not exist yet.

    Raises SubdomainTaken when another company was faster.
    """
    company_id = new_id()
    schema_name = opaque_schema_name(company_id)
    company = Company(
        id=company_id,
        name=name,
        schema_name=schema_name,
        role_name=role_name_for(schema_name),
        status=CompanyStatus.TRIAL,
        country=country,
        time_zone=time_zone,
        currency=currency,
        owner_name=owner_name,
        owner_email=owner_email,
        trial_ends_at=now + TRIAL_LENGTH,
        created_at=now,
    )
    try:
        with transaction.atomic():
            company.save(force_insert=True)
            Domain.objects.create(domain=host_of_subdomain(subdomain), tenant=company, is_primary=True)
            record_event(
                action="company:created",
                acting_user=acting_user,
                subject=company,
                after={"name": name, "subdomain": subdomain, "country": country, "owner_email": owner_email},
            )
            forget_hosts_on_commit()
    except IntegrityError as error:
        raise SubdomainTaken from error
    return company


def keep_company_facts(*, company_id: uuid.UUID, acting_user: Actor | None, **facts: str) -> None:
    """Let the platform's row follow what a company says of itself: name, country, time zone, currency, owner.

    Call it in the transaction of the company's own change, in public. The company's trail tells of the change already.
    """
    company = Company.objects.select_for_update().get(pk=company_id)
    before, after = changed_values(field_values(company, list(facts)), facts)
    if not after:
        return
    for name, value in after.items():
        setattr(company, name, value)
    company.save(update_fields=list(after))
    record_event(action="company:changed", acting_user=acting_user, subject=company, before=before, after=after)
    forget_hosts_on_commit()


def keep_owner(*, company_id: uuid.UUID, acting_user: Actor | None, owners: Mapping[str, str], followed: Mapping[str, str]) -> None:
    """Let the platform's row name an owner who can sign in, since it writes to that address about the company.

    `owners` are those who can, name by e-mail, the best choice first; `followed` the new e-mail by the former of whoever has
    just changed it. Whom the row names stays as long as they are one. Call it in the transaction of the change, in public.
    """
    named = Company.objects.select_for_update().get(pk=company_id).owner_email.lower()
    email = followed.get(named, named)
    if email not in owners:
        email = next(iter(owners))
    keep_company_facts(company_id=company_id, acting_user=acting_user, owner_email=email, owner_name=owners[email])


def change_status(*, company: Company, status: CompanyStatus, acting_user: Actor | None) -> Company:
    """Move a company to another status. Raises StatusChangeNotAllowed."""
    with transaction.atomic():
        company = Company.objects.select_for_update().get(pk=company.pk)
        check_status_change(company.status, status)
        before = company.status
        company.status = status
        company.save(update_fields=["status"])
        record_event(
            action=f"company:{status}",
            acting_user=acting_user,
            subject=company,
            before={"status": before},
            after={"status": status},
        )
        forget_hosts_on_commit()
    return company


def suspend_company(*, company: Company, acting_user: Actor) -> Company:
    """Close a company's pages until it is activated; nothing of it is lost. Raises StatusChangeNotAllowed."""
    return change_status(company=company, status=CompanyStatus.SUSPENDED, acting_user=acting_user)


def activate_company(*, company: Company, acting_user: Actor) -> Company:
    """Open a company's pages again. Raises StatusChangeNotAllowed."""
    return change_status(company=company, status=CompanyStatus.ACTIVE, acting_user=acting_user)


def expire_trials_before(*, now: datetime) -> int:
    """Expire the trials that ended before `now` and return how many."""
    ended = Company.objects.filter(status=CompanyStatus.TRIAL, trial_ends_at__lte=now).values_list("pk", flat=True)
    return sum(_expire_trial(company_id, now=now) for company_id in list(ended))


def _expire_trial(company_id: uuid.UUID, *, now: datetime) -> bool:
    with transaction.atomic():
        # Asked again under the lock: staff may have activated or prolonged it since the list was made.
        still_ended = Company.objects.filter(pk=company_id, status=CompanyStatus.TRIAL, trial_ends_at__lte=now)
        company = still_ended.select_for_update().first()
        if company is not None:
            change_status(company=company, status=CompanyStatus.EXPIRED, acting_user=None)
        return company is not None


def record_use(*, company: Company, people_count: int, last_used_at: datetime | None) -> None:
    """Keep the figures that the console shows of a company."""
    Company.objects.filter(pk=company.pk).update(people_count=people_count, last_used_at=last_used_at)
