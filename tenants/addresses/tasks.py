"""Jobs about addresses."""

import logging
from typing import Any

from django.utils import timezone

from tenants.addresses import actions
from tenants.companies.tasks import platform_task

log = logging.getLogger(__name__)


@platform_task()
def release_former_subdomains(**_kwargs: Any) -> None:
    """Let everybody have the addresses that were kept long enough."""
    count = actions.release_former_subdomains(now=timezone.now())
    if count:
        log.info("Released %s former subdomains.", count)
