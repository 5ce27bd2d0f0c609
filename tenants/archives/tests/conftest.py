"""A company with a life of its own, committed, since archives are made and read on the owner's own connection."""

import io
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.files.storage import save_company_file
from core.tenancy import in_public
from hr.people.models import Department
from superadmin.demo.planting import plant_people
from superadmin.tests.test_demo import SMALL
from tenants.archives.actions import export_company, import_company
from tenants.companies.models import Company
from tenants.schemas import actions as schemas

# What text formats like to stumble over.
HARD_TO_WRITE = 'Tab\there, line\nthere, \\N, \\., "quotes", ünï 🐓, \u200e'


FILES = {"logo/small.webp": bytes(range(256)) * 1000, "photos/empty.png": b""}


@pytest.fixture(scope="module")
def _committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), in_public():
        yield


def drop(company: Company) -> None:
    """Leave nothing of a company of the test."""
    with in_public():
        Company.objects.filter(pk=company.pk).update(ready_at=None)
        company.refresh_from_db()
        schemas.abandon_company(company=company)


@pytest.fixture(scope="module")
def small(_committed: None) -> Iterator[Company]:
    """Three people with months of attendance, as the demo plants them."""
    with mock.patch("tenants.schemas.tasks.build_company"):
        company = schemas.request_company(
            name="Small",
            subdomain=f"small-{uuid.uuid4().hex[:8]}",
            owner_name="Alice Archer",
            owner_email="alice@small.example",
            owner_password_hash=make_password(None),
            country="GB",
            time_zone="Europe/London",
            currency="GBP",
            acting_user=None,
            now=timezone.now(),
        )
    schemas.provision_company(company_id=company.id)
    # What is encrypted is written anew for each company, so it is never the same twice: test_encrypted_columns has it.
    with tenant_context(company), mock.patch("superadmin.demo.planting.plant_pay"):
        plant_people(SMALL, now=timezone.now())
        Department.objects.create(name=HARD_TO_WRITE)
    company.refresh_from_db()
    yield company
    drop(company)


@pytest.fixture(scope="module")
def archive(small: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small's archive. Tests that spoil one spoil a copy."""
    path = tmp_path_factory.mktemp("archive") / "small.zip"
    # The files of a test last as long as the test.
    for name, content in FILES.items():
        save_company_file(small.schema_name, name, io.BytesIO(content))
    export_company(company=small, path=path, now=timezone.now())
    return path


type Import = Callable[..., Company]


@pytest.fixture
def bring_in(_committed: None) -> Iterator[Import]:
    """Import archives; the companies are gone after the test."""
    made: list[Company] = []

    def run(path: Path, **options: str) -> Company:
        options.setdefault("subdomain", f"again-{uuid.uuid4().hex[:8]}")
        company = import_company(path=path, now=timezone.now(), **options)
        made.append(company)
        return company

    yield run
    for company in made:
        drop(company)
