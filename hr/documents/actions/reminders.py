"""Reminders of documents that run out."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hr.documents.emails import send_expiry_list, send_expiry_reminder
from hr.documents.models import Document
from hr.documents.queries import documents_running_out
from hr.personal.rules.reminders import reminder_due
from tenants.accounts.capabilities import DataGroup
from tenants.accounts.queries import users_who_may


def remind_of_expiry(*, today: date) -> int:
    """Write to whose documents run out, and to whoever administers them one list; how many documents were told of.

    Each reminder leaves once. All of it is one transaction: a list that breaks off would be sent again with less in it.
    """
    with transaction.atomic():
        told = [document for document in documents_running_out(today=today) if _remind(document, today=today)]
        _tell_administrators(told, today=today)
    return len(told)


def _remind(document: Document, *, today: date) -> bool:
    if _due(document, today) is None:
        return False
    current = Document.objects.select_for_update(of=("self",)).select_related("type").filter(pk=document.pk, superseded_at=None)
    locked = current.first()
    # Somebody may have corrected it or been reminded meanwhile.
    if locked is None or (due := _due(locked, today)) is None:
        return False
    locked.reminded_days = due
    locked.save(update_fields=["reminded_days"])
    if document.type.shown_to_employee:
        send_expiry_reminder(document=document, today=today)
    return True


def _due(document: Document, today: date) -> int | None:
    if document.expires_on is None:
        return None
    days = document.type.reminder_days
    return reminder_due(expires_on=document.expires_on, today=today, days_ahead=days, reminded_days=document.reminded_days)


def _tell_administrators(documents: Iterable[Document], *, today: date) -> None:
    """Each gets what belongs to the groups of data that they may change, but for what their own record holds."""
    by_group: dict[str, list[Document]] = {}
    for document in documents:
        by_group.setdefault(document.type.data_group, []).append(document)
    lists: dict[str, list[Document]] = {}
    for group, found in by_group.items():
        for user in users_who_may(DataGroup(group).manage):
            lists.setdefault(user.email, []).extend(each for each in found if each.employee.user_id != user.pk)
    for address, found in lists.items():
        if found:
            send_expiry_list(address=address, documents=sorted(found, key=lambda each: str(each.expires_on)), today=today)
