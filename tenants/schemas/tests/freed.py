"""The lock of a process that was killed is free once the server has noticed, which takes a moment."""

import time
import uuid

from tenants.schemas.locks import ProvisioningRunsElsewhere, lock_schema
from tenants.schemas.owner import owner_transaction

PATIENCE_SECONDS = 10


def wait_for_schema(company_id: uuid.UUID) -> None:
    """Come back when nobody has the company's schema any more."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with owner_transaction() as cursor:
                lock_schema(cursor, company_id)
        except ProvisioningRunsElsewhere:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
