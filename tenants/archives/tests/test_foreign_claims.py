"""An archive that claims what is another company's becomes a company of its own, and that one stays as it was."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.files.storage import company_file_names, save_company_file
from core.ids import is_schema_name
from hr.people.models import Employee
from tenants.archives.actions import ArchiveOfAnotherVersion, export_company
from tenants.archives.manifest import ABOUT, MANIFEST, as_document, read_about
from tenants.archives.tests.conftest import FILES, Import
from tenants.archives.tests.test_refusals import PEOPLE, Members, pack, relisted, unpack
from tenants.companies.models import Company

FILE = "logo/globex.webp"


@pytest.fixture
def globex(_committed: None) -> Company:
    company: Company = Company.objects.get(name="Globex")
    save_company_file(company.schema_name, FILE, io.BytesIO(b"Globex's own"))
    return company


def _exported(company: Company, path: Path) -> Members:
    """Everything of a company, in canonical form."""
    export_company(company=company, path=path, now=timezone.now())
    members = unpack(path)
    del members[ABOUT]
    return members


def _claiming(members: Members, company: Company) -> Members:
    """The archive with the other company's id, address, file names and people's keys."""
    with tenant_context(company):
        theirs = str(Employee.objects.order_by("pk")[0].pk)
    found = re.search(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", members[PEOPLE])
    assert found is not None
    ours = found[0].decode()
    changed = {name: content.replace(ours.encode(), theirs.encode()) for name, content in members.items() if name.endswith(".tsv")}
    claimed = f"files/{company.schema_name}/{FILE}"
    manifest = json.loads(members[MANIFEST])
    manifest["members"][claimed] = {"size": 0, "sha256": ""}
    members = relisted({**members, **changed, claimed: b"Not Globex's", MANIFEST: json.dumps(manifest).encode()})
    about = read_about(members[ABOUT])
    facts = replace(about.company, id=str(company.id), host=company.host, name=company.name)
    return {**members, ABOUT: as_document(replace(about, company=facts).sealed())}


def test_it_is_another_company(globex: Company, archive: Path, tmp_path: Path, bring_in: Import) -> None:
    before = _exported(globex, tmp_path / "before.zip")

    imported = bring_in(pack(tmp_path / "claiming.zip", _claiming(unpack(archive), globex)))

    assert _exported(globex, tmp_path / "after.zip") == before
    assert imported.pk != globex.pk
    assert is_schema_name(imported.schema_name)
    assert imported.schema_name != globex.schema_name
    assert set(company_file_names(imported.schema_name)) == {*FILES, f"{globex.schema_name}/{FILE}"}
    assert list(company_file_names(globex.schema_name)) == [FILE]


@pytest.mark.parametrize("name", ["{schema}.django_migrations_id_seq", '"."{schema}"."django_migrations_id_seq'])
def test_a_sequence_of_another_schema_is_not_found(
    globex: Company, archive: Path, tmp_path: Path, bring_in: Import, name: str
) -> None:
    members = unpack(archive)
    sequences = {name.format(schema=globex.schema_name): {"last_value": 4711, "is_called": True}}

    with pytest.raises(ArchiveOfAnotherVersion):
        bring_in(pack(tmp_path / "claiming.zip", relisted(members, sequences=sequences)))
