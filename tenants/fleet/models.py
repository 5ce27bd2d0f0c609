"""What the operator is shown of runs over all companies. The truth about a schema is in its own django_migrations."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class RunState(models.TextChoices):
    """A run that is *running* without a process was killed; it is resumed like a stopped one."""

    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class FleetRun(models.Model):
    """One attempt to bring every company to one version; resuming goes on with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Why it stopped.
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="fleet_run_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=RunState.RUNNING, ended_at=None)
                | (~models.Q(state=RunState.RUNNING) & models.Q(ended_at__isnull=False)),
                name="fleet_run_ended_unless_running",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-started_at"], name="fleet_run_started_at")]

    def __str__(self) -> str:
        return f"{self.version}: {self.state}"


class MigrationState(models.TextChoices):
    """Where one company stands in a run."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class CompanyMigration(models.Model):
    """One company in one run. *Done* is written in the transaction that makes it true."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(FleetRun, on_delete=models.DB_CASCADE, related_name="companies")
    company = models.ForeignKey("companies.Company", on_delete=models.DB_CASCADE, related_name="+")
    # 0 is the canary ring.
    wave = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=MigrationState, default=MigrationState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "company"], name="company_migration_once_a_run"),
            models.CheckConstraint(condition=models.Q(state__in=MigrationState.values), name="company_migration_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=MigrationState.FAILED) | ~models.Q(error=""), name="company_migration_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.state}"


class SchemaCheck(models.Model):
    """What the last `fleet verify` found in a company's schema; no problem is an empty one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.OneToOneField("companies.Company", on_delete=models.DB_CASCADE, related_name="+")
    version = models.CharField(max_length=64)
    problem = models.TextField(blank=True)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company_id}: {self.problem or self.version}"
