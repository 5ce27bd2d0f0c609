"""The job that builds a company."""

import logging
import uuid
from datetime import timedelta
from typing import Any

from core.jobs.tasks import JobMustWait, platform_task
from tenants.schemas.actions import provision_company
from tenants.schemas.locks import ProvisioningRunsElsewhere
from tenants.schemas.models import Provisioning

log = logging.getLogger(__name__)


# Its steps have transactions of their own. What keeps it from ending, such as a full disk, may take somebody a day to mend.
@platform_task(atomic=False, max_attempts=20, longest_wait=timedelta(hours=3))
def build_company(*, company_id: str, **_kwargs: Any) -> None:
    """Build one company."""
    try:
        provision_company(company_id=uuid.UUID(company_id))
    except ProvisioningRunsElsewhere as error:
        raise JobMustWait("Somebody else works on the company’s schema right now.") from error
    except Provisioning.DoesNotExist:
        log.info("Company %s was abandoned; there is nothing to build.", company_id)
