"""Run by test_carry_out in a process of its own: deletes a company and dies by SIGKILL at the named point."""

import os
import signal
import sys
import uuid
from typing import Any
from unittest import mock

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django first.

from core.files.storage import delete_company_files  # noqa: E402
from core.tenancy import in_public  # noqa: E402
from tenants.removal import steps  # noqa: E402
from tenants.schemas.grants import drop_company_role  # noqa: E402


def die(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(step: Any) -> Any:
    def run(*args: Any, **kwargs: Any) -> None:
        step(*args, **kwargs)
        die()

    return run


def die_at_call(number: int, function: Any) -> Any:
    calls: list[None] = []

    def run(*args: Any, **kwargs: Any) -> Any:
        calls.append(None)
        return function(*args, **kwargs) if len(calls) < number else die()

    return run


# What is replaced by what. "after" means that the step's own transaction has been committed.
POINTS = {
    "before closing": ("close_company", die),
    "inside closing": ("forget_hosts_on_commit", die),
    "after closing": ("close_company", then_die(steps.close_company)),
    "after some tables": ("_drop_a_table", die_at_call(4, steps._drop_a_table)),
    "after the tables": ("drop_tables", then_die(steps.drop_tables)),
    "inside the schema's transaction": ("_write_state", die_at_call(2, steps._write_state)),
    "after the schema": ("drop_schema", then_die(steps.drop_schema)),
    "after counting the files": ("delete_company_files", die),
    "before the files' state": ("delete_company_files", then_die(delete_company_files)),
    "after the files": ("delete_files", then_die(steps.delete_files)),
    "after the leftovers": ("delete_leftovers", then_die(steps.delete_leftovers)),
    "inside the role's transaction": ("drop_company_role", then_die(drop_company_role)),
    "after the role": ("drop_role", then_die(steps.drop_role)),
    "inside the tombstone's transaction": ("_forget_on_the_platform", then_die(steps._forget_on_the_platform)),
    "after the tombstone": ("leave_tombstone", then_die(steps.leave_tombstone)),
}

if __name__ == "__main__":
    removal_id, point = sys.argv[1:]
    name, replacement = POINTS[point]
    with mock.patch.object(steps, name, replacement), in_public():
        steps.carry_out_removal(removal_id=uuid.UUID(removal_id), now=timezone.now())
