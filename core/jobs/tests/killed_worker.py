"""Run by test_worker in a process of its own: a worker that runs one job."""

import sys
from uuid import UUID

import django

django.setup()

from core.jobs.tests import declared  # noqa: E402, F401 - Django first; its tasks are declared by loading it.
from core.jobs.worker import run_job  # noqa: E402

if __name__ == "__main__":
    run_job(UUID(sys.argv[1]))
