"""Changes that employees make in their own record, at once or once somebody else has looked at them."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from core.audit.actions import changed_values, field_values, record_event
from hr.people.models import Employee
from hr.personal.actions.entries import Values, entry_to_write, fill_entry, write_entry
from hr.personal.actions.refusals import AlreadyDecided, OwnRequest
from hr.personal.emails import send_change_decided
from hr.personal.models import ChangeRequest, ChangeStatus, ChangeVerb
from hr.personal.queries import get_policy
from hr.personal.sections import SECTIONS, Section
from tenants.accounts.models import User


def submit_change(
    *,
    employee: Employee,
    section: Section,
    verb: ChangeVerb,
    entry_id: UUID | None,
    values: Values,
    acting_user: User,
    now: datetime,
) -> ChangeRequest | None:
    """Change an entry; or, of one's own record where the company wants to look at it first, ask for it and return the request.

    A new request for an entry takes the place of one that waits. Raises EntryGone, EntryNotValid.
    """
    if employee.user_id != acting_user.pk or section.code not in get_policy().asked_sections:
        write_entry(
            employee=employee, section=section, verb=verb, entry_id=entry_id, values=values, acting_user=acting_user, now=now
        )
        return None
    with transaction.atomic():
        # Of two requests for one entry at once, the second takes the place of the first.
        Employee.objects.select_for_update().get(pk=employee.pk)
        entry = entry_to_write(employee=employee, section=section, verb=verb, entry_id=entry_id)
        before = field_values(entry, list(section.fields))
        if verb != ChangeVerb.REMOVE:
            fill_entry(entry, section, values, today=now.date())
        if verb == ChangeVerb.CHANGE:
            _, changed = changed_values(before, field_values(entry, list(section.fields)))
            if not changed:
                return None
            values = {name: values[name] for name in changed if name in values}
        if verb != ChangeVerb.ADD:
            _withdraw_waiting(employee, section, entry_id, acting_user=acting_user, now=now)
        request = ChangeRequest.objects.create(
            employee=employee,
            section=section.code,
            verb=verb,
            item_id=entry_id,
            values=json.dumps({name: values[name] for name in section.fields if name in values}, cls=DjangoJSONEncoder),
            requested_by=acting_user,
            requested_at=now,
        )
        record_event(action="changerequest:asked", acting_user=acting_user, subject=request, after={"section": section.code})
    return request


def approve_change(*, request: ChangeRequest, acting_user: User, now: datetime) -> None:
    """Write what was asked for. Raises OwnRequest, AlreadyDecided, EntryGone, EntryNotValid."""
    with transaction.atomic():
        current = _locked(request, acting_user)
        write_entry(
            employee=current.employee,
            section=SECTIONS[current.section],
            verb=ChangeVerb(current.verb),
            entry_id=current.item_id,
            values=requested_values(current),
            acting_user=acting_user,
            now=now,
        )
        _decide(current, ChangeStatus.APPROVED, "changerequest:approved", acting_user=acting_user, now=now)
        send_change_decided(request=current)


def refuse_change(*, request: ChangeRequest, reason: str, acting_user: User, now: datetime) -> None:
    """Leave the record as it is and tell the employee why. Raises OwnRequest, AlreadyDecided."""
    with transaction.atomic():
        current = _locked(request, acting_user)
        current.reason = reason
        _decide(current, ChangeStatus.REFUSED, "changerequest:refused", acting_user=acting_user, now=now)
        send_change_decided(request=current)


def withdraw_change(*, request: ChangeRequest, acting_user: User, now: datetime) -> None:
    """Take back what one has asked for. Raises AlreadyDecided."""
    with transaction.atomic():
        current = ChangeRequest.objects.select_for_update(of=("self",)).select_related("employee").get(pk=request.pk)
        if current.status != ChangeStatus.WAITING:
            raise AlreadyDecided
        _decide(current, ChangeStatus.WITHDRAWN, "changerequest:withdrawn", acting_user=acting_user, now=now)


def requested_values(request: ChangeRequest) -> dict[str, Any]:
    """What was asked for, as JSON has it."""
    values: dict[str, Any] = json.loads(request.values or "{}")
    return values


def _locked(request: ChangeRequest, acting_user: User) -> ChangeRequest:
    current = ChangeRequest.objects.select_for_update(of=("self",)).select_related("employee").get(pk=request.pk)
    if current.status != ChangeStatus.WAITING:
        raise AlreadyDecided
    if acting_user.pk in {current.employee.user_id, current.requested_by_id}:
        raise OwnRequest
    return current


def _withdraw_waiting(employee: Employee, section: Section, entry_id: UUID | None, *, acting_user: User, now: datetime) -> None:
    waiting = ChangeRequest.objects.filter(
        employee=employee, section=section.code, item_id=entry_id, status=ChangeStatus.WAITING
    ).exclude(verb=ChangeVerb.ADD)
    for request in waiting.select_for_update(of=("self",)).select_related("employee"):
        _decide(request, ChangeStatus.WITHDRAWN, "changerequest:withdrawn", acting_user=acting_user, now=now)


def _decide(request: ChangeRequest, status: ChangeStatus, action: str, *, acting_user: User, now: datetime) -> None:
    request.status, request.decided_by, request.decided_at = status, acting_user, now
    # What was asked for stands in the record and the trail now, or nobody needs it any more.
    request.values = ""
    request.save(update_fields=["status", "decided_by", "decided_at", "reason", "values"])
    record_event(action=action, acting_user=acting_user, subject=request, after={"section": request.section})
