"""What is exported is what is imported, to the byte, and the new company works like any other."""

import hashlib
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.tenancy import in_public
from hr.attendance.models import Punch
from hr.people.models import Department, Employee
from tenants.accounts.models import User
from tenants.archives.actions import CompanyNotExported, export_company
from tenants.archives.manifest import ABOUT, MANIFEST, read_about, read_manifest
from tenants.archives.tests.conftest import FILES, HARD_TO_WRITE, Import
from tenants.companies.hosts import find_company_by_host
from tenants.companies.models import Company
from tenants.schemas.isolation import find_leaks
from tenants.schemas.locks import ProvisioningRunsElsewhere, lock_schema
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import load_template


def contents(path: Path) -> dict[str, bytes]:
    """Every member but the one that says whose the archive is and when it was made."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist() if name != ABOUT}


class TestARestoredArchive:
    def test_exported_again_is_byte_for_byte_the_same(self, archive: Path, bring_in: Import, tmp_path: Path) -> None:
        restored = bring_in(archive)

        again = tmp_path / "again.zip"
        export_company(company=restored, path=again, now=timezone.now())

        before, after = contents(archive), contents(again)
        assert before == after
        assert before["tables/attendance_punch.tsv"].count(b"\n") > 100
        assert {name.removeprefix("files/"): before[name] for name in before if name.startswith("files/")} == FILES
        assert MANIFEST in before

    def test_is_a_company_like_any_other(self, small: Company, archive: Path, bring_in: Import) -> None:
        restored = bring_in(archive, name="Small again")

        assert find_company_by_host(restored.host) == restored
        assert (restored.name, restored.status, restored.owner_email) == ("Small again", small.status, small.owner_email)
        assert restored.trial_ends_at == small.trial_ends_at
        provisioning = Provisioning.objects.get(company=restored)
        assert (provisioning.state, provisioning.template_version) == ("ready", load_template().version)
        assert find_leaks(restored) == []
        with tenant_context(restored):
            assert Department.objects.filter(name=HARD_TO_WRITE).count() == 1
            assert Employee.objects.count() == 3
            assert User.objects.get(email="alice@small.example").has_perm("settings.manage")
            latest = Punch.objects.latest("occurred_at")
            assert default_storage.open("logo/small.webp").read() == FILES["logo/small.webp"]
            # Rows of its own come after those of the archive.
            Department.objects.create(name="Opened after the move")
        with tenant_context(small):
            assert Punch.objects.latest("occurred_at") == latest
            assert not Department.objects.filter(name="Opened after the move").exists()

    def test_leaves_sessions_behind(self, archive: Path) -> None:
        assert "tables/accounts_user.tsv" in contents(archive)
        assert "tables/django_session.tsv" not in contents(archive)


class TestAnArchive:
    def test_says_what_is_in_it(self, small: Company, archive: Path) -> None:
        with zipfile.ZipFile(archive) as file:
            manifest, about = read_manifest(file.read(MANIFEST)), read_about(file.read(ABOUT))
            structure = file.read("schema.sql").decode()

        assert manifest.template_version == load_template().version
        assert "people.0001_initial" in manifest.migrations
        assert "billing.0001_initial" not in manifest.migrations
        assert manifest.tables["people_employee"].rows == 3
        assert manifest.files == sorted(FILES)
        assert manifest.members["files/logo/small.webp"].sha256 == hashlib.sha256(FILES["logo/small.webp"]).hexdigest()
        assert "CREATE TABLE" in structure
        assert "INSERT INTO" not in structure
        assert (about.company.id, about.company.host) == (str(small.id), small.host)

    def test_is_readable_by_its_owner_alone(self, archive: Path) -> None:
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    def test_overwrites_nothing(self, small: Company, tmp_path: Path) -> None:
        path = tmp_path / "there.zip"
        path.write_text("somebody's")

        with pytest.raises(CommandError, match="overwrites nothing"):
            call_command("export_company", small.host.split(".")[0], to=path)

        assert path.read_text() == "somebody's"
        assert list(tmp_path.iterdir()) == [path]

    def test_is_not_made_of_a_schema_altered_by_hand(self, small: Company, tmp_path: Path) -> None:
        with owner_transaction() as cursor:
            cursor.execute(f'ALTER TABLE "{small.schema_name}".people_department ADD COLUMN by_hand text'.encode())
        try:
            with pytest.raises(CompanyNotExported, match="are not those of this release"):
                export_company(company=small, path=tmp_path / "small.zip", now=timezone.now())
        finally:
            with owner_transaction() as cursor:
                cursor.execute(f'ALTER TABLE "{small.schema_name}".people_department DROP COLUMN by_hand'.encode())
        assert list(tmp_path.iterdir()) == []

    def test_is_not_made_while_the_schema_is_altered(self, small: Company, tmp_path: Path) -> None:
        with owner_transaction() as cursor:
            lock_schema(cursor, small.id)
            with pytest.raises(ProvisioningRunsElsewhere):
                export_company(company=small, path=tmp_path / "small.zip", now=timezone.now())
        assert list(tmp_path.iterdir()) == []

    def test_is_not_made_of_a_company_that_is_not_ready(self, acme: Company, tmp_path: Path) -> None:
        acme.ready_at = None
        with in_public(), pytest.raises(CompanyNotExported, match="is not ready"):
            export_company(company=acme, path=tmp_path / "acme.zip", now=timezone.now())

    def test_of_nobody_is_refused(self, _committed: None, tmp_path: Path) -> None:  # noqa: PT019
        with pytest.raises(CommandError, match="No company has the subdomain nobody-here"):
            call_command("export_company", "nobody-here", to=tmp_path / "x.zip")


class TestALargeTable:
    def test_is_never_in_memory_as_a_whole(self, small: Company, bring_in: Import, tmp_path: Path) -> None:
        path, rows = tmp_path / "large.zip", 3000
        with tenant_context(small), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_auditevent"
                " (id, occurred_at, action, actor_label, object_type, object_id, object_label, request_id, after)"
                " SELECT gen_random_uuid(), now(), 'company:tested', '', '', '', '', '', jsonb_build_object('x', repeat('x', 4000))"
                " FROM generate_series(1, %s)",
                [rows],
            )

        tracemalloc.start()
        try:
            manifest = export_company(company=small, path=path, now=timezone.now())
            restored = bring_in(path)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            with owner_transaction() as cursor:
                cursor.execute(f'SET search_path TO "{small.schema_name}"'.encode())
                cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
                cursor.execute("DELETE FROM audit_auditevent WHERE action = 'company:tested'")
                cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")

        assert manifest.members["tables/audit_auditevent.tsv"].size > 12_000_000
        assert peak < 3_000_000
        with tenant_context(restored):
            assert AuditEvent.objects.filter(action="company:tested").count() == rows
