"""Writes of complete files."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import record_event, record_read
from hr.people.models import Employee
from hr.subject_access import tasks
from hr.subject_access.contents import collect
from hr.subject_access.models import CompleteFile
from tenants.accounts.capabilities import SENSITIVE_GROUPS, DataGroup
from tenants.accounts.models import User

KEPT_FOR = timedelta(days=7)
# After that, the job that prepares it has failed for good or waits for something, and somebody may ask once more.
_TAKES_AT_MOST = timedelta(minutes=15)


class FileUnderWay(Exception):
    """The same person has asked for the same file a moment ago."""

    message = _("This file is being prepared already. It appears on this page.")


def request_file(*, employee: Employee, groups: Sequence[DataGroup], acting_user: User, now: datetime) -> CompleteFile:
    """Have a complete file prepared with these groups, which `acting_user` may see. Raises FileUnderWay."""
    with transaction.atomic():
        Employee.objects.select_for_update().get(pk=employee.pk)
        under_way = CompleteFile.objects.filter(employee=employee, requested_by=acting_user, ready_at=None)
        if under_way.filter(requested_at__gt=now - _TAKES_AT_MOST).exists():
            raise FileUnderWay
        # What never came would stand on the page beside what does.
        under_way.delete()
        new = CompleteFile(
            employee=employee,
            requested_by=acting_user,
            requested_at=now,
            groups=[group.value for group in groups],
            expires_at=now + KEPT_FOR,
        )
        new.save(force_insert=True)
        record_event(action="completefile:asked", acting_user=acting_user, subject=new, after={"groups": new.groups})
        tasks.prepare.enqueue(file_id=str(new.pk))
    return new


def prepare_file(*, file_id: str, groups: Sequence[DataGroup], now: datetime, today: date) -> None:
    """Put in what is kept of the groups: those asked for that whoever asked may see by now."""
    with transaction.atomic():
        current = CompleteFile.objects.select_for_update(of=("self",)).select_related("employee", "requested_by").get(pk=file_id)
        if current.ready_at is not None:
            return
        content = collect(current.employee, groups, for_user=current.requested_by, now=now, today=today)
        current.content, current.groups, current.ready_at = json.dumps(content), [group.value for group in groups], now
        current.save(update_fields=["content", "groups", "ready_at"])


def take_file(*, file: CompleteFile, acting_user: User) -> None:
    """Note that somebody takes a complete file away; of somebody else's sensitive data it is noted for them to see."""
    with transaction.atomic():
        record_event(action="completefile:downloaded", acting_user=acting_user, subject=file, after={"groups": file.groups})
        if file.employee.user_id != acting_user.pk:
            for group in (group for group in SENSITIVE_GROUPS if group.value in file.groups):
                record_read(acting_user=acting_user, subjects=[file.employee], data_group=group.value)


def forget_files(*, now: datetime) -> None:
    """Delete, for the platform, files whose time is over."""
    for old in CompleteFile.objects.filter(expires_at__lte=now).defer("content").select_related("employee"):
        with transaction.atomic():
            record_event(action="completefile:forgotten", acting_user=None, subject=old)
            old.delete()
