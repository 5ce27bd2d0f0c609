"""Jobs of the public site."""

import logging
from typing import Any

from django.utils import timezone

from core.jobs.tasks import platform_task
from tenants.signup import actions

log = logging.getLogger(__name__)


@platform_task()
def mail_company_list(*, email: str, **_kwargs: Any) -> None:
    """Answer "find my company" by mail."""
    actions.mail_company_list(email=email)


@platform_task()
def delete_unfinished_registrations(**_kwargs: Any) -> None:
    """Delete what was entered and never finished."""
    count = actions.delete_unfinished_registrations(now=timezone.now())
    if count:
        log.info("Deleted %s unfinished registrations.", count)
