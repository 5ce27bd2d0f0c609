"""Reads of the audit trail in the current schema."""

from django.db.models import Model, QuerySet

from core.audit.models import AuditEvent


def latest_events(*, limit: int) -> list[AuditEvent]:
    """The newest changes, newest first."""
    return list(AuditEvent.objects.order_by("-occurred_at", "-id")[:limit])


def events_of(subject: Model, *, limit: int = 200) -> list[AuditEvent]:
    """What happened to one record, newest first."""
    return list(_events_about(subject).order_by("-occurred_at", "-id")[:limit])


def actor_names() -> list[str]:
    """Everybody who has ever changed something, by name."""
    return list(AuditEvent.objects.order_by("actor_label").values_list("actor_label", flat=True).distinct())


def object_types() -> list[str]:
    """The kinds of record that have ever changed, as "app.model"."""
    return list(AuditEvent.objects.order_by("object_type").values_list("object_type", flat=True).distinct())


def _events_about(subject: Model) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk))
