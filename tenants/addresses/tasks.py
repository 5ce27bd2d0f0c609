"""Jobs about addresses."""

import logging
from typing import Any

from django.utils import timezone

from core.jobs.tasks import platform_task
from tenants.addresses.actions import checks, subdomains
from tenants.addresses.txt_records import read_together

log = logging.getLogger(__name__)


@platform_task()
def release_former_subdomains(**_kwargs: Any) -> None:
    """Let everybody have the addresses that were kept long enough."""
    count = subdomains.release_former_subdomains(now=timezone.now())
    if count:
        log.info("Released %s former subdomains.", count)


# DNS is asked outside of every transaction; what was found is concluded domain by domain.
@platform_task(atomic=False)
def check_due_domains(**_kwargs: Any) -> None:
    """Look at the TXT records of companies' own domains that are due."""
    checks.check_due_domains(now=timezone.now(), read_records=read_together)
