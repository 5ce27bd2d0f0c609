"""What is done with the log of signing in from time to time."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.jobs.tasks import company_task, platform_task
from tenants.accounts.sign_ins import forget_sign_ins

# Long enough to look into what somebody noticed late, short enough not to follow people about.
KEPT = timedelta(days=400)


@company_task(runs_while_closed=True)
def forget_old_sign_ins(**_kwargs: Any) -> None:
    """Delete this company's sign-ins of more than a year ago."""
    forget_sign_ins(before=timezone.now() - KEPT)


@platform_task()
def forget_old_staff_sign_ins(**_kwargs: Any) -> None:
    """Delete the platform's staff's sign-ins of more than a year ago."""
    forget_sign_ins(before=timezone.now() - KEPT)
