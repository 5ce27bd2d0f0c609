"""Run by test_provisioning in a process of its own: builds a company and dies by SIGKILL at the named point."""

import os
import signal
import sys
import uuid
from typing import Any
from unittest import mock

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django first.

from core.tenancy import in_public  # noqa: E402
from tenants.schemas import actions  # noqa: E402
from tenants.schemas.seed import seed_company  # noqa: E402


def die(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(step: Any) -> Any:
    def run(*args: Any, **kwargs: Any) -> None:
        step(*args, **kwargs)
        die()

    return run


def die_at_second_call(function: Any) -> Any:
    calls: list[None] = []

    def run() -> Any:
        calls.append(None)
        return function() if len(calls) == 1 else die()

    return run


# What is replaced by what. "after" means that the step's own transaction has been committed.
POINTS = {
    "before the schema": ("make_schema", die),
    "inside the schema's transaction": ("grant_schema", die),
    "after the schema": ("make_schema", then_die(actions.make_schema)),
    "inside the seed's transaction": ("seed_company", then_die(seed_company)),
    # The first clock reading belongs to the seed, the second to the state that is written after the seed's commit.
    "between the seed and its state": ("timezone", mock.Mock(now=die_at_second_call(timezone.now))),
    "after the seed": ("seed_schema", then_die(actions.seed_schema)),
    "inside opening": ("forget_hosts_on_commit", die),
    "after opening": ("open_company", then_die(actions.open_company)),
}

if __name__ == "__main__":
    company_id, point = sys.argv[1:]
    name, replacement = POINTS[point]
    with mock.patch.object(actions, name, replacement), in_public():
        actions.provision_company(company_id=uuid.UUID(company_id))
