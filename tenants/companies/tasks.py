"""Jobs that concern companies as rows."""

import logging
from typing import Any

from django.utils import timezone

from core.jobs.tasks import platform_task
from tenants.companies.actions import expire_trials_before

log = logging.getLogger(__name__)


@platform_task()
def expire_trials(**_kwargs: Any) -> None:
    """Expire the trials that have ended."""
    count = expire_trials_before(now=timezone.now())
    if count:
        log.info("Expired %s trials.", count)
