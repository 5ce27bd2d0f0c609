"""A company on its way out; afterwards the certificate of what was deleted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class RemovalState(models.TextChoices):
    """What is done. Each step is safe to repeat; the next run goes on after the last finished one."""

    WAITING = "waiting", _("Waiting")
    CLOSED = "closed", _("Closed for good")
    TABLES = "tables", _("Tables deleted")
    SCHEMA = "schema", _("Database deleted")
    FILES = "files", _("Files deleted")
    LEFTOVERS = "leftovers", _("Jobs and cache deleted")
    ROLE = "role", _("Login deleted")
    DONE = "done", _("Deleted")
    CANCELLED = "cancelled", _("Kept")


# Once closed for good, a removal only goes on.
UNDER_WAY = [
    RemovalState.CLOSED,
    RemovalState.TABLES,
    RemovalState.SCHEMA,
    RemovalState.FILES,
    RemovalState.LEFTOVERS,
    RemovalState.ROLE,
]


class Removal(models.Model):
    """Somebody's wish to delete a company. The company's row stays as a tombstone, so that its address stays taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey("companies.Company", on_delete=models.PROTECT, related_name="removals")
    state = models.CharField(_("state"), max_length=10, choices=RemovalState, default=RemovalState.WAITING)
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.CharField(_("requested by"), max_length=150)
    # Until then the company is closed, complete, and can be kept.
    due_at = models.DateTimeField(_("deleted after"))
    status_before = models.CharField(max_length=10)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    # What was deleted: rows by table, counted in the transaction that dropped the table.
    rows = models.JSONField(default=dict)
    files = models.PositiveIntegerField(_("files"), null=True)
    jobs = models.PositiveIntegerField(_("waiting jobs"), null=True)
    removed_at = models.DateTimeField(_("deleted"), null=True)

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=RemovalState.values), name="removal_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="done", removed_at__isnull=False, files__isnull=False, jobs__isnull=False)
                | (~models.Q(state="done") & models.Q(removed_at__isnull=True)),
                name="removal_done_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", cancelled_at__isnull=False)
                | (~models.Q(state="cancelled") & models.Q(cancelled_at__isnull=True)),
                name="removal_cancelled_says_when",
            ),
            models.CheckConstraint(condition=models.Q(due_at__gte=models.F("requested_at")), name="removal_due_after_request"),
            models.UniqueConstraint(fields=["company"], condition=~models.Q(state="cancelled"), name="removal_one_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="removal_state_due")]

    def __str__(self) -> str:
        return f"{self.company}: {self.state}"

    @property
    def row_count(self) -> int:
        """Rows deleted in all tables."""
        return sum(self.rows.values())

    @property
    def is_under_way(self) -> bool:
        """Whether the deleting has begun and is not finished."""
        return self.state in UNDER_WAY
