"""The outbox: a job is a row, written in the transaction of what it follows from."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from core.ids import new_id

# What the dispatcher is fair between: each company, and the platform. No company has the platform's id.
PLATFORM_LANE = uuid.UUID(int=0)
LANE = Coalesce("company_id", models.Value(PLATFORM_LANE, models.UUIDField()))
# Word for word the condition of the indexes.
OPEN = models.Q(done_at=None, failed_at=None)


class JobQuerySet(models.QuerySet["Job"]):
    """Filters in the business's words. What time it is, the database says: it is the one clock of all machines."""

    def open(self) -> "JobQuerySet":
        """Neither done nor given up."""
        return self.filter(OPEN)

    def due(self) -> "JobQuerySet":
        """Open, and not to wait any longer."""
        return self.open().filter(not_before__lte=Now())

    def failed(self) -> "JobQuerySet":
        """Given up; somebody has to look."""
        return self.filter(failed_at__isnull=False)


class Job(models.Model):
    """Something to do, once: of one company, or of the platform when `company_id` is empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign key: a company writes rows here without a right to read the companies.
    company_id = models.UUIDField(null=True)
    task = models.CharField(_("task"), max_length=120)
    # Emptied when the job is done: a mail's text is not kept longer than it is needed.
    arguments = models.JSONField(default=dict)
    # With a key, a second job of the same task and company is not written; as long as the first one's row is kept.
    key = models.CharField(max_length=200, blank=True, db_default="")
    request_id = models.CharField(_("request"), max_length=64, blank=True, db_default="")
    created_at = models.DateTimeField(_("written"))
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(_("attempts"), db_default=0)
    # When a message to a worker left, or the worker began; some time later it may be handed over again.
    handed_over_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(_("given up"), null=True)
    # Why the last attempt failed, or what an open job waits for.
    error = models.TextField(_("error"), blank=True, db_default="")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(task=""), name="job_has_task"),
            models.CheckConstraint(condition=models.Q(done_at=None) | models.Q(failed_at=None), name="job_done_or_failed"),
            models.UniqueConstraint(LANE, "task", "key", condition=~models.Q(key=""), name="job_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(LANE, "not_before", "id", condition=OPEN, name="job_open"),
            models.Index(
                fields=["handed_over_at"], condition=OPEN & models.Q(handed_over_at__isnull=False), name="job_handed_over"
            ),
            models.Index(fields=["-failed_at"], condition=models.Q(failed_at__isnull=False), name="job_failed"),
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="job_done"),
        ]

    def __str__(self) -> str:
        return self.task

    @property
    def label(self) -> str:
        """The task's name as words: it is code's, so it is the same in every language."""
        return self.task.rpartition(".")[2].replace("_", " ").capitalize()
