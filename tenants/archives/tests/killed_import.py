"""Run by test_refusals in a process of its own: imports an archive and dies by SIGKILL at the named point."""

import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django first.
from django.utils import timezone  # noqa: E402 - Django first.

from core.files.storage import save_company_file  # noqa: E402
from core.tenancy import in_public  # noqa: E402
from tenants.archives import actions  # noqa: E402


def die(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_second_call(function: Any) -> Any:
    calls: list[None] = []

    def run(*args: Any) -> Any:
        calls.append(None)
        return function(*args) if len(calls) == 1 else die()

    return run


# What is replaced by what.
POINTS = {
    "before the schema": ("_fill", die),
    "before the rows": ("_import_tables", die),
    "after the rows": ("set_sequence", die),
    "after the first file": ("save_company_file", die_at_second_call(save_company_file)),
    "between the rows and the company's opening": ("_open", die),
    "inside the opening": ("record_event", die),
    "after the company is ready": ("record_event", lambda **_: transaction.on_commit(die)),
}

if __name__ == "__main__":
    archive, subdomain, point = sys.argv[1:]
    name, replacement = POINTS[point]
    with mock.patch.object(actions, name, replacement), in_public():
        actions.import_company(path=Path(archive), subdomain=subdomain, now=timezone.now())
