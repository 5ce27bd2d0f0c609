"""Run by test_refusals in a process of its own: imports an archive and dies by SIGKILL at the named point."""

import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django first.

from core.tenancy import in_public  # noqa: E402
from tenants.archives import actions  # noqa: E402


def die(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


POINTS = {
    "before the schema": "_fill",
    "before the rows": "_import_tables",
    "after the rows": "set_sequence",
    "after the company is ready": "record_event",
}

if __name__ == "__main__":
    archive, subdomain, point = sys.argv[1:]
    with mock.patch.object(actions, POINTS[point], die), in_public():
        actions.import_company(path=Path(archive), subdomain=subdomain, now=timezone.now())
