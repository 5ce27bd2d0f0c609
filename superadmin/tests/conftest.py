"""The console's staff and what it sees."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from conftest import HostClient
from core.tenancy import enter_public
from superadmin.actions import create_staff
from superadmin.tests.factories import NOW
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.schemas.tasks import build_company


@pytest.fixture
def olga(db: None) -> User:
    enter_public()
    return create_staff(email="olga@rooster.example", full_name="Olga Petrova", password="seven purple herons wading", now=NOW)


@pytest.fixture
def console(olga: User, console_client: HostClient) -> HostClient:
    console_client.force_login(olga)
    return console_client


@pytest.fixture
def acme_row(globex: Company) -> Company:
    """Acme seen from the console: a row in public."""
    enter_public()
    acme: Company = Company.objects.get(name="Acme Robotics")
    return acme


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The companies that a worker was asked to set up. Building needs a committed row, which a test does not have."""
    calls: list[Any] = []
    task = SimpleNamespace(name=build_company.name, enqueue=lambda *, company_id: calls.append(UUID(company_id)))
    for name in ("tenants.schemas.tasks.build_company", "superadmin.actions.build_company"):
        monkeypatch.setattr(name, task)
    return calls
