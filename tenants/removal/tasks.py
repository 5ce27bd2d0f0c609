"""The jobs that carry removals out."""

import logging
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.jobs.tasks import JobMustWait, platform_task
from tenants.removal.queries import due_removal_ids
from tenants.removal.steps import CompanyOpenAgain, RemovalNotDue, carry_out_removal
from tenants.schemas.locks import ProvisioningRunsElsewhere

log = logging.getLogger(__name__)


@platform_task()
def carry_out_removals(**_kwargs: Any) -> None:
    """Hand out the removals that are due, each as a job of its own."""
    for removal_id in due_removal_ids(now=timezone.now()):
        delete_company.enqueue(key=str(removal_id), removal_id=str(removal_id))


# Its stages have transactions of their own, and a large company takes a while.
@platform_task(atomic=False, max_attempts=20, longest_wait=timedelta(hours=3), time_limit=timedelta(hours=1))
def delete_company(*, removal_id: str, **_kwargs: Any) -> None:
    """Delete one company, or go on with it."""
    try:
        carry_out_removal(removal_id=uuid.UUID(removal_id), now=timezone.now())
    except ProvisioningRunsElsewhere as error:
        raise JobMustWait("Somebody else works on the company’s schema right now.") from error
    except CompanyOpenAgain as error:
        raise JobMustWait(str(error)) from error
    except RemovalNotDue:
        log.info("Removal %s was called off.", removal_id)
