"""Building a company runs on a connection of its own, which cannot see a test's rows; most tests only ask for it."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from conftest import HostClient


@pytest.fixture(autouse=True)
def builder() -> Iterator[mock.MagicMock]:
    """Stands in for the worker that builds companies."""
    with mock.patch("tenants.schemas.tasks.build_company") as build_company:
        yield build_company.enqueue


@pytest.fixture
def send(public_client: HostClient, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """POST as a browser of the public site does, with everything that follows after commit."""

    def post(path: str, data: dict[str, str] | None = None) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return public_client.post(path, data or {})

    return post
