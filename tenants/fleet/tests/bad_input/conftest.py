"""Runs without pauses, and a canary."""

from collections.abc import Iterator
from unittest import mock

import pytest

from tenants.companies.models import Company
from tenants.fleet import actions


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with mock.patch.multiple(actions, PAUSES=(0, 0), LOOKS=2, LOOK_PAUSE=0):
        yield


@pytest.fixture
def acme(acme: Company) -> Company:
    """The larger company: Globex is the canary."""
    Company.objects.filter(pk=acme.pk).update(people_count=100)
    return acme
