"""The jobs that build companies and show that a worker is alive."""

import logging
import time
import uuid
from typing import Any

from django.utils import timezone

from core.health import record_worker_heartbeat
from tenants.companies.tasks import platform_task
from tenants.schemas.actions import ProvisioningRunsElsewhere, provision_company, stalled_company_ids

log = logging.getLogger(__name__)


@platform_task()
def provision_company_task(*, company_id: str, **_kwargs: Any) -> None:
    """Build one company."""
    try:
        provision_company(company_id=uuid.UUID(company_id))
    except ProvisioningRunsElsewhere:
        log.info("Company %s is being built by another worker.", company_id)


@platform_task()
def resume_provisioning(**_kwargs: Any) -> None:
    """Hand out the companies whose building was interrupted, each as a job of its own."""
    for company_id in stalled_company_ids(now=timezone.now()):
        provision_company_task.delay(company_id=str(company_id))


@platform_task()
def record_heartbeat(**_kwargs: Any) -> None:
    """Show /readyz that a worker takes jobs."""
    record_worker_heartbeat(now=time.time())
