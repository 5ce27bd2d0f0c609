"""Fixtures of the whole suite: the database, the two companies, the cast and clients on their hosts."""

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django_tenants.utils import tenant_context

from core.jobs.models import Job
from core.jobs.tasks import write_job
from core.jobs.worker import run_job
from core.tenancy import current_tenant, enter_public, enter_schema, in_public
from tenants.accounts.models import User
from tenants.companies import hosts
from tenants.companies.models import Company
from tests.databases import worker_database


class HostClient(Client):
    """A browser on one host. The test's own context is restored after each request."""

    def __init__(self, host: str, **options: Any) -> None:
        super().__init__(headers={"host": host}, **options)
        self.host = host

    def request(self, **request: Any) -> Any:
        """Send the request; pages leave the connection nowhere, the test goes on where it was."""
        before = current_tenant()
        try:
            return super().request(**request)
        finally:
            enter_schema(before)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A database of this worker's own, with both companies in it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), in_public(), worker_database(worker):
        yield


def pytest_configure() -> None:
    """Processes share one Valkey and one disk, so each has keys and a folder of its own."""
    for name, options in settings.CACHES.items():
        options["KEY_PREFIX"] = f"test-{os.getpid()}-{name}"
    storages: dict[str, Any] = settings.STORAGES
    storages["all_companies"]["OPTIONS"]["location"] = _files_dir()


def _files_dir() -> Path:
    return Path(settings.BASE_DIR) / ".local" / "test" / f"files-{os.getpid()}"


@pytest.fixture(autouse=True)
def _no_files() -> Iterator[None]:
    """What one test uploads is not there for the next."""
    yield
    shutil.rmtree(_files_dir(), ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """What one test keeps is not there for the next."""
    hosts._entries.clear()
    hosts._read = None
    yield
    for cache in caches.all(initialized_only=True):
        client = cache._cache.get_client(write=True)  # type: ignore[attr-defined]
        keys = list(client.scan_iter(match=f"*test-{os.getpid()}-*", count=1000))
        if keys:
            client.delete(*keys)


@pytest.fixture(autouse=True)
def _starts_in_public() -> Iterator[None]:
    enter_public()
    yield
    enter_public()


@pytest.fixture(autouse=True)
def _empty_outbox(request: pytest.FixtureRequest, _starts_in_public: None) -> None:
    """Tests that commit leave jobs behind. Gone as long as the transaction of this test lasts, if it has one."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        Job.objects.all().delete()


@pytest.fixture(autouse=True)
def _workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run as soon as what asked for them commits, so with `django_capture_on_commit_callbacks`. A failure is the test's."""

    def write_and_run(values: list[Any]) -> None:
        write_job(values)
        transaction.on_commit(lambda: _run(values[0]))

    monkeypatch.setattr("core.jobs.tasks.write_job", write_and_run)


def _run(job_id: uuid.UUID) -> None:
    run_job(job_id)
    with in_public():
        job = Job.objects.filter(pk=job_id).first()
    assert job is None or not (job.attempts and job.error), f"{job} failed: {job.error}"


@pytest.fixture
def acme(db: None) -> Iterator[Company]:
    """Alice's company; the test runs inside it."""
    company = Company.objects.get(name="Acme Robotics")
    with tenant_context(company):
        yield company


@pytest.fixture
def globex(db: None) -> Company:
    """Mallory's company. The test stays where it is; enter with tenant_context."""
    before = current_tenant()
    enter_public()
    try:
        company: Company = Company.objects.get(name="Globex")
        return company
    finally:
        enter_schema(before)


def _account(first_name: str) -> Any:
    @pytest.fixture(name=first_name.lower())
    def fixture(acme: Company) -> User:
        return User.objects.get(email=f"{first_name.lower()}@acme.example")

    return fixture


alice = _account("Alice")
bob = _account("Bob")
carol = _account("Carol")
dave = _account("Dave")


@pytest.fixture
def mallory(globex: Company) -> User:
    """The owner of the other company."""
    with tenant_context(globex):
        return User.objects.get(email="mallory@globex.example")


@pytest.fixture
def acme_client(acme: Company) -> HostClient:
    """A browser on Acme's host, nobody signed in."""
    return HostClient("acme.rooster.test")


@pytest.fixture
def public_client(db: None) -> HostClient:
    """A browser on the public site."""
    return HostClient("rooster.test")


@pytest.fixture
def console_client(db: None) -> HostClient:
    """A browser on the console, nobody signed in."""
    return HostClient("console.rooster.test")


@pytest.fixture
def sign_in(acme: Company) -> Callable[..., HostClient]:
    """Make a browser on Acme's host in which somebody is signed in; `has_proved`: just now, with a password."""

    def make(user: User, *, has_proved: bool = False) -> HostClient:
        client = HostClient("acme.rooster.test")
        with tenant_context(acme):
            client.force_login(user)
            if has_proved:
                session = client.session
                session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
                session["account_authentication_methods_user"] = str(user.pk)
                session.save()
        return client

    return make


@pytest.fixture
def mallory_client(globex: Company, mallory: User) -> HostClient:
    """Mallory's browser, signed in to her own company."""
    client = HostClient("globex.rooster.test")
    with tenant_context(globex):
        client.force_login(mallory)
    return client
