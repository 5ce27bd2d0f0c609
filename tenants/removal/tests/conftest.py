"""Companies that may be deleted: committed, since the owner's own connection drops their tables."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from tenants.companies.models import Company
from tenants.removal.models import Removal
from tenants.schemas import actions as schemas

type Make = Callable[[], Company]


@pytest.fixture
def _committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def request_company(_committed: None) -> Iterator[Make]:
    """Register companies without building them; they are gone after the test."""
    made: list[Company] = []

    def make() -> Company:
        with mock.patch("tenants.schemas.tasks.build_company"):
            company = schemas.request_company(
                name="Initech",
                subdomain=f"initech-{uuid.uuid4().hex[:8]}",
                owner_name="Ines Ito",
                owner_email="ines@initech.example",
                owner_password_hash="hash",
                country="JP",
                time_zone="Asia/Tokyo",
                currency="JPY",
                acting_user=None,
                now=timezone.now() - timedelta(days=60),
            )
        made.append(company)
        return company

    yield make
    for company in Company.objects.filter(pk__in=[company.pk for company in made]):
        Removal.objects.filter(company=company).delete()
        Company.objects.filter(pk=company.pk).update(ready_at=None)
        company.refresh_from_db()
        schemas.abandon_company(company=company)


@pytest.fixture
def initech(request_company: Make) -> Company:
    """A company in use."""
    company = request_company()
    schemas.provision_company(company_id=company.id)
    company.refresh_from_db()
    return company
