"""The only way into the audit table."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, cast

from django.db import models
from django.utils import timezone

from core.audit.models import AuditEvent, ReadEvent
from core.encryption import MASK
from core.fields import EncryptedTextField
from core.logs import request_id_var
from core.product import PRODUCT_NAME

PLATFORM = PRODUCT_NAME


class Actor(Protocol):
    """Whoever acts: a person of the company or of the platform's staff."""

    id: uuid.UUID
    full_name: str


def record_event(
    *,
    action: str,
    acting_user: Actor | None,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one row in the current schema, inside the caller's transaction.

    `action` reads `noun:verb`, such as `employee:hired`. Without `acting_user` the platform itself acted.
    `before` and `after` hold the changed fields only; what is encrypted in the subject's table is masked here.
    """
    event = _event(Change(action, subject, before, after), acting_user)
    event.save(force_insert=True)
    return event


@dataclass(frozen=True, slots=True)
class Change:
    """One of many changes, in the words of `record_event`."""

    action: str
    subject: models.Model
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def record_events(changes: Iterable[Change], *, acting_user: Actor | None) -> None:
    """Write a row for each of many changes, as `record_event` does for one; a statement for each thousand."""
    changes = list(changes)
    by_kind: dict[type[models.Model], list[models.Model]] = {}
    for change in changes:
        if _is_somebodys(change.subject):
            by_kind.setdefault(type(change.subject), []).append(change.subject)
    for subjects in by_kind.values():
        models.prefetch_related_objects(subjects, "employee")
    AuditEvent.objects.bulk_create((_event(change, acting_user) for change in changes), batch_size=1000)


def _event(change: Change, acting_user: Actor | None) -> AuditEvent:
    subject, actor = change.subject, _really(acting_user) if acting_user else None
    person = _person_of(subject)
    return AuditEvent(
        # The moment of writing, not the business moment: an audit row cannot be back-dated by its caller.
        occurred_at=timezone.now(),
        action=change.action,
        actor_id=actor.id if actor else None,
        actor_label=actor.full_name if actor else PLATFORM,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_label=str(subject)[:200],
        person_id=person.pk if person else None,
        person_label=str(person)[:200] if person else "",
        before=_as_json(change.before, subject),
        after=_as_json(change.after, subject),
        request_id=request_id_var.get(),
    )


def record_read(*, acting_user: Actor, subjects: Iterable[models.Model], data_group: str) -> None:
    """Note that somebody is shown data of a group, such as "salary", of each of `subjects`; one statement.

    Pages, exports and jobs that show salary, bank or medical data of other people call it with what they show. A single
    employee's page need not where it got the employee from `hr.people.access.get_employee`, which does.
    """
    now, reader = timezone.now(), _really(acting_user)
    ReadEvent.objects.bulk_create(
        ReadEvent(
            occurred_at=now,
            reader_id=reader.id,
            reader_label=reader.full_name,
            object_type=subject._meta.label_lower,
            object_id=str(subject.pk),
            object_label=str(subject)[:200],
            data_group=data_group,
            request_id=request_id_var.get(),
        )
        for subject in subjects
    )


def field_values(instance: models.Model, fields: list[str]) -> dict[str, Any]:
    """The values of `fields` as they stand, for `before` and `after`; a foreign key shows what it points to."""
    return {name: getattr(instance, name) for name in fields}


def changed_values(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the entries that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _really(actor: Actor) -> Actor:
    """Who it is that looks, where somebody looks at the pages as another person sees them."""
    return getattr(actor, "viewed_by", None) or actor


def _person_of(subject: models.Model) -> models.Model | None:
    """Whose record it is: that of its `employee`, or of what its `trail_person` says."""
    if (person := getattr(subject, "trail_person", None)) is not None:
        return cast("models.Model", person)
    return cast("models.Model | None", subject.employee) if _is_somebodys(subject) else None  # type: ignore[attr-defined]  # A key.


def _is_somebodys(subject: models.Model) -> bool:
    return any(field.name == "employee" for field in subject._meta.concrete_fields)


def _as_json(values: dict[str, Any] | None, subject: models.Model) -> dict[str, Any] | None:
    if values is None:
        return None
    secret = {field.name for field in subject._meta.fields if isinstance(field, EncryptedTextField)}
    return {name: MASK if value and name in secret else _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case list() | tuple() | set():
            return [_plain(item) for item in value]
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | uuid.UUID():
            return str(value)
        case _:
            return str(value)
