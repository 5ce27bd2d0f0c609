"""Browsers on both companies' hosts, and the world in which both companies have the same keys."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django_tenants.utils import tenant_context

from conftest import HostClient
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.databases import PREFIX
from tests.isolation.world import ACME_HOST, GLOBEX_HOST, World, keep_files, two_worlds

CAROL = "carol@acme.example"


@pytest.fixture
def carols_two_passwords(acme: Company, globex: Company) -> dict[str, str]:
    """Carol works for both companies under one address, with a password for each."""
    passwords = {ACME_HOST: "acme opens with this one", GLOBEX_HOST: "globex opens with that one"}
    for company, password in zip((acme, globex), passwords.values(), strict=True):
        with tenant_context(company):
            User.objects.filter(email=CAROL).update(password=make_password(password))
    return passwords


@pytest.fixture
def make_browser() -> Callable[[str], HostClient]:
    """Make a browser on a host that, unlike a test's usual one, is asked for CSRF tokens."""
    return lambda host: HostClient(host, enforce_csrf_checks=True)


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Two companies whose rows have the same keys and whose words say whose they are, in a database of their own."""
    with django_db_blocker.unblock(), two_worlds(f"{PREFIX}_{os.getpid()}_world") as made:
        yield made


@pytest.fixture
def world(made_world: World) -> World:
    """The same, with the files of both, which are swept away after each test."""
    keep_files(made_world)
    return made_world
