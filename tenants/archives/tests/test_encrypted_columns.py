"""What is encrypted travels encrypted, and opens for the company that it comes to."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from hr.people.models import Employee
from hr.personal.models import Identifier
from tenants.archives.actions import ArchiveOfOtherSecrets, export_company
from tenants.archives.tests.conftest import Import
from tenants.companies.models import Company

NUMBER = "987654321"


@pytest.fixture
def secretive(small: Company, tmp_path: Path) -> Path:
    """An archive with an identity number in it."""
    path = tmp_path / "secretive.zip"
    with tenant_context(small):
        person = Employee.objects.all()[0]
        Identifier.objects.get_or_create(employee=person, kind="passport", country="GB", defaults={"number": NUMBER})
    export_company(company=small, path=path, now=timezone.now())
    return path


def test_a_number_opens_for_the_new_company_and_stands_nowhere_in_the_archive(secretive: Path, bring_in: Import) -> None:
    with zipfile.ZipFile(secretive) as file:
        assert not any(NUMBER.encode() in file.read(name) for name in file.namelist())

    with tenant_context(bring_in(secretive)):
        assert Identifier.objects.get().number == NUMBER


def test_an_installation_with_other_secrets_says_what_is_missing(secretive: Path, bring_in: Import, settings: Any) -> None:
    former = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ("another secret of another installation",)
    with pytest.raises(ArchiveOfOtherSecrets, match=r"personal\.identifier\.number cannot be read.*ENCRYPTION_KEYS"):
        bring_in(secretive)

    settings.ENCRYPTION_KEYS = (*settings.ENCRYPTION_KEYS, *former)
    with tenant_context(bring_in(secretive)):
        assert Identifier.objects.get().number == NUMBER
