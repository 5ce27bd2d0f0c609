"""The audit table."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class AuditEvent(models.Model):
    """One change. The actor is kept as id and name, not as a key: the row outlives the account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurred_at = models.DateTimeField(_("when"))
    action = models.CharField(_("action"), max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(_("who"), max_length=200)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(_("what"), max_length=200)
    # Whose record it is, where it is somebody's: all that was changed of a person, whatever the record.
    person_id = models.UUIDField(null=True)
    person_label = models.CharField(_("whose record"), max_length=200, blank=True, db_default="")
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id", "occurred_at"], name="audit_event_object"),
            models.Index(fields=["-occurred_at"], name="audit_event_occurred_at"),
            models.Index(fields=["actor_label"], name="audit_event_actor"),
            models.Index(
                fields=["person_id", "-occurred_at"], condition=models.Q(person_id__isnull=False), name="audit_event_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.object_label}"


class ReadEvent(models.Model):
    """Somebody was shown sensitive data of a record. Names are kept beside ids: the row outlives both."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurred_at = models.DateTimeField(_("when"))
    reader_id = models.UUIDField()
    reader_label = models.CharField(_("who"), max_length=200)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(_("whose"), max_length=200)
    data_group = models.CharField(_("what"), max_length=40)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("look at data")
        verbose_name_plural = _("looks at data")
        indexes: ClassVar = [models.Index(fields=["object_type", "object_id", "-occurred_at"], name="audit_read_object")]

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M} {self.reader_label} {self.data_group} {self.object_label}"
