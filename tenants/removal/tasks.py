"""The jobs that carry removals out."""

import logging
import uuid
from typing import Any

from django.utils import timezone

from tenants.companies.tasks import platform_task
from tenants.removal.queries import due_removal_ids
from tenants.removal.steps import RemovalNotDue, carry_out_removal
from tenants.schemas.actions import ProvisioningRunsElsewhere

log = logging.getLogger(__name__)


@platform_task()
def carry_out_removals(**_kwargs: Any) -> None:
    """Hand out the removals that are due, each as a job of its own."""
    for removal_id in due_removal_ids(now=timezone.now()):
        carry_out_removal_task.delay(removal_id=str(removal_id))


@platform_task()
def carry_out_removal_task(*, removal_id: str, **_kwargs: Any) -> None:
    """Delete one company, or go on with it."""
    try:
        carry_out_removal(removal_id=uuid.UUID(removal_id), now=timezone.now())
    except (ProvisioningRunsElsewhere, RemovalNotDue):
        log.info("Removal %s is carried out elsewhere, or was called off.", removal_id)
