"""What the tests of the local machinery share."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def reachable_folder() -> Iterator[Path]:
    # Pytest's own temporary folders are closed to other accounts, so also to the one PostgreSQL runs as for root.
    path = Path(tempfile.mkdtemp(prefix="rooster-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that other accounts can reach."""
    with reachable_folder() as path:
        yield path


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    """The same, for all tests of a module."""
    with reachable_folder() as path:
        yield path
