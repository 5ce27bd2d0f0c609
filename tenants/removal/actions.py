"""Asking for a company's deletion, and thinking better of it. Carrying it out is `steps.py`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import PLATFORM, Actor, record_event
from tenants.companies.actions import change_status
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, CompanyStatus
from tenants.removal.emails import send_kept, send_requested
from tenants.removal.models import Removal, RemovalState
from tenants.removal.queries import removal_of


class NeverReady(Exception):
    """There is no company to delete yet; what there is of it is given up instead."""

    message = _("This company was never finished, so there is nothing to delete in stages. An operator can give it up.")


class RemovalRequested(Exception):
    """Somebody was faster."""

    message = _("The deletion of this company has been asked for already.")


class NothingToCallOff(Exception):
    """The company is not waiting to be deleted."""

    message = _("There is no deletion to call off: it was called off already, or it has begun and cannot be undone.")


def request_removal(
    *, company: Company, acting_user: Actor | None, grace: timedelta, now: datetime, requested_by: str = PLATFORM
) -> Removal:
    """Close a company and have it deleted when the grace is over; its owner is told by mail.

    `requested_by` is whom the certificate names where nobody with an account asks. Raises NeverReady or RemovalRequested.
    """
    with transaction.atomic():
        company = Company.objects.select_for_update().get(pk=company.pk)
        if removal_of(company) is not None:
            raise RemovalRequested
        if company.ready_at is None:
            raise NeverReady
        removal = Removal.objects.create(
            company=company,
            requested_at=now,
            requested_by=acting_user.full_name if acting_user else requested_by,
            due_at=now + grace,
            status_before=company.status,
            changed_at=now,
        )
        if company.is_open:
            company = change_status(company=company, status=CompanyStatus.SUSPENDED, acting_user=acting_user)
        record_event(
            action="company:removal_requested", acting_user=acting_user, subject=company, after={"deleted_after": removal.due_at}
        )
        send_requested(removal)
    return removal


def keep_company(*, company: Company, acting_user: Actor | None, now: datetime) -> Company:
    """Call the deletion off during its grace: the company is as it was before. Raises NothingToCallOff."""
    with transaction.atomic():
        removal = Removal.objects.select_for_update().filter(company=company, state=RemovalState.WAITING).first()
        if removal is None:
            raise NothingToCallOff
        removal.state, removal.cancelled_at, removal.changed_at = RemovalState.CANCELLED, now, now
        removal.save(update_fields=["state", "cancelled_at", "changed_at"])
        company = Company.objects.select_for_update().get(pk=company.pk)
        if company.status == CompanyStatus.SUSPENDED:
            # Back to a trial too, which nobody is moved to otherwise.
            company.status = CompanyStatus(removal.status_before)
            company.save(update_fields=["status"])
        record_event(action="company:kept", acting_user=acting_user, subject=company, after={"status": company.status})
        forget_hosts_on_commit()
        send_kept(removal)
    return company
