"""Jobs of the kernel."""

from typing import Any

from django.utils import timezone

from core.files.sweeping import sweep_files, sweep_unfinished
from core.jobs.tasks import company_task, platform_task


@company_task(atomic=False, runs_while_closed=True)
def sweep(**_kwargs: Any) -> None:
    """Delete files of this company that no row names."""
    sweep_files(now=timezone.now())


@platform_task(atomic=False)
def sweep_disk(**_kwargs: Any) -> None:
    """Delete files that were never finished, of whomever."""
    sweep_unfinished(now=timezone.now())
