"""Reads of the audit trail in the current schema."""

from typing import Any, Protocol

from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Model, Q, QuerySet
from django.db.models.functions import TruncDate

from core.audit.models import AuditEvent, ReadEvent

# From each value to the next by the index. DISTINCT would read millions of rows for a dozen values.
_VALUES = """
WITH RECURSIVE step AS (
    SELECT min({column}) AS value FROM audit_auditevent
    UNION ALL
    SELECT (SELECT min({column}) FROM audit_auditevent WHERE {column} > step.value) FROM step WHERE step.value IS NOT NULL
)
SELECT value FROM step WHERE value IS NOT NULL
"""


class Reader(Protocol):
    """Whoever reads the trail."""

    def has_perm(self, perm: str) -> bool:
        """Whether a role allows it."""


def readable_events(reader: Reader) -> QuerySet[AuditEvent]:
    """The events that somebody with the trail may read: those of a model with `trail_capability` only with that one, too."""
    hidden = [
        model._meta.label_lower
        for model in apps.get_models()
        if (capability := getattr(model, "trail_capability", None)) is not None and not reader.has_perm(capability)
    ]
    return AuditEvent.objects.exclude(object_type__in=hidden)


def latest_events(reader: Reader, *, limit: int) -> list[AuditEvent]:
    """The newest changes of those that somebody may read, newest first."""
    return list(readable_events(reader).order_by("-occurred_at", "-id")[:limit])


def events_of(subject: Model, *, limit: int = 200) -> list[AuditEvent]:
    """What happened to one record, newest first."""
    return list(_events_about(subject).order_by("-occurred_at", "-id")[:limit])


def events_about(person: Model) -> QuerySet[AuditEvent]:
    """What happened to any of a person's records, whatever its kind."""
    # Rows from before the person was noted tell of the person's own row alone.
    return AuditEvent.objects.filter(Q(person_id=person.pk) | Q(object_type=person._meta.label_lower, object_id=str(person.pk)))


def looks_at(subject: Model) -> QuerySet[ReadEvent, Any]:
    """Who was shown sensitive data of a record: one row a day, person and group of data, with how often; latest first.

    Days are those of the active time zone.
    """
    about = ReadEvent.objects.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk))
    by_day = about.annotate(day=TruncDate("occurred_at")).values("day", "reader_id", "reader_label", "data_group")
    return by_day.annotate(times=Count("id"), latest=Max("occurred_at")).order_by("-latest", "reader_id", "data_group")


def actor_names() -> list[str]:
    """Everybody who has ever changed something, by name."""
    return _values_of("actor_label")


def object_types() -> list[str]:
    """The kinds of record that have ever changed, as "app.model"."""
    return _values_of("object_type")


def _values_of(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_VALUES.format(column=column))
        return [value for (value,) in cursor.fetchall()]


def _events_about(subject: Model) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk))
