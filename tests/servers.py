"""A pytest plugin that brings up PostgreSQL and Valkey before Django reads its settings, and stops them at the end."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.local.processes import LocalError
from deploy.local.servers import running_servers

DATA_DIR = Path(__file__).resolve().parent.parent / ".local" / "test"

_stack = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the servers once, in the controller; the workers inherit the environment. Servers given are used."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            servers = _stack.enter_context(running_servers(DATA_DIR, durable=False))
        except LocalError as error:
            pytest.exit(str(error), returncode=1)
        os.environ.update(servers.env())
    yield


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what is loaded: it costs each test."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    """Stop what was started here."""
    _stack.close()
