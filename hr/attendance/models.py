"""Punch: the fact that somebody clocked in or out, or started or ended a break."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import WallTimeField
from core.ids import new_id
from hr.attendance.rules import PunchKind

PUNCH_KIND_LABELS = {
    PunchKind.IN: _("Clocked in"),
    PunchKind.BREAK_START: _("Started a break"),
    PunchKind.BREAK_END: _("Ended the break"),
    PunchKind.OUT: _("Clocked out"),
}


class PunchSource(models.TextChoices):
    """Where a punch came from."""

    WEB = "web", _("Web page")
    KIOSK = "kiosk", _("Kiosk")
    API = "api", _("App")
    IMPORT = "import", _("Import")


class Punch(models.Model):
    """A fact: written once and never changed, by the table's trigger too. A mistake is mended by a correction.

    The instant, the clock on the wall, its offset and its zone are all kept: the rules of a time zone change afterwards,
    what somebody saw on the clock does not. The server's clock decides; a device's is evidence.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="punches")
    kind = models.CharField(_("what"), max_length=11, choices=[(kind.value, label) for kind, label in PUNCH_KIND_LABELS.items()])
    occurred_at = models.DateTimeField(_("when"))
    wall_time = WallTimeField(_("wall clock"))
    utc_offset_minutes = models.SmallIntegerField()
    zone_name = models.CharField(_("time zone"), max_length=64)
    source = models.CharField(_("from"), max_length=6, choices=PunchSource)
    device_time = models.DateTimeField(_("device's clock"), null=True)
    received_at = models.DateTimeField(_("received"))
    idempotency_key = models.UUIDField(default=new_id)

    class Meta:
        verbose_name = _("punch")
        verbose_name_plural = _("punches")
        indexes: ClassVar = [models.Index(fields=["-occurred_at"], name="punch_occurred_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "idempotency_key"], name="punch_once_per_key"),
            models.UniqueConstraint(fields=["employee", "occurred_at"], name="punch_one_at_a_time"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in PunchKind]), name="punch_kind_known"),
            models.CheckConstraint(condition=models.Q(utc_offset_minutes__range=(-1080, 1080)), name="punch_offset_possible"),
            # PostgreSQL keeps years that Python cannot read, and one such row would break every list it stands in.
            models.CheckConstraint(
                condition=models.Q(device_time__isnull=True)
                | models.Q(device_time__gte=datetime(2000, 1, 1, tzinfo=UTC), device_time__lt=datetime(2200, 1, 1, tzinfo=UTC)),
                name="punch_device_time_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wall_time:%Y-%m-%d %H:%M} {self.kind}"
