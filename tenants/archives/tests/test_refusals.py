"""An archive that is not whole, not ours or not of this release is refused, and a failed import leaves nothing."""

import errno
import json
import os
import signal
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.files.storage import FileNotKept, all_files, company_file_names, save_company_file
from hr.people.models import Employee
from tenants.archives import actions
from tenants.archives.actions import ArchiveOfAnotherVersion, RowsRefused, import_company
from tenants.archives.manifest import (
    ABOUT,
    MANIFEST,
    ArchiveDamaged,
    ArchiveRefused,
    ArchiveUnreadable,
    MemberNameNotAllowed,
    as_document,
    read_about,
    sha256_of,
)
from tenants.archives.tests import killed_import
from tenants.archives.tests.conftest import FILES, drop
from tenants.companies.actions import SubdomainTaken
from tenants.companies.models import Company, Domain
from tenants.companies.rules import host_of_subdomain
from tenants.schemas.actions import ImportUnfinished, provision_company
from tenants.schemas.locks import ProvisioningRunsElsewhere, lock_schema
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.tests.freed import wait_for_schema

type Members = dict[str, bytes]
PUNCHES = "tables/attendance_punch.tsv"
LOGO = "files/logo/small.webp"
PEOPLE = "tables/people_employee.tsv"
# Between a member's name and what is in it, since each may be large.
_ZIP64_BYTES = 20


def unpack(archive: Path) -> Members:
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist()}


def pack(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def relisted(members: Members, **changes: object) -> Members:
    """The members with a manifest that fits them, as only who means harm or another release would write it."""
    manifest = json.loads(members[MANIFEST])
    for name, facts in manifest["members"].items():
        facts.update(size=len(members[name]), sha256=sha256_of(members[name]))
    document = json.dumps(manifest | changes).encode()
    about = replace(read_about(members[ABOUT]), manifest_sha256=sha256_of(document)).sealed()
    return {**members, MANIFEST: document, ABOUT: as_document(about)}


def saying(members: Members, **facts: object) -> Members:
    """The members with an about.json that says something else of the company, and fits."""
    about = json.loads(members[ABOUT]) | {"sha256": ""}
    about["company"] |= facts
    unsealed = (json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(errors="surrogatepass")
    about["sha256"] = sha256_of(unsealed)
    return {**members, ABOUT: json.dumps(about).encode()}


def listing(members: Members, **facts: object) -> Members:
    """The members with other facts of one of them in the manifest, which fits otherwise."""
    manifest = json.loads(members[MANIFEST])
    manifest["members"][PUNCHES] |= facts
    document = json.dumps(manifest).encode()
    about = replace(read_about(members[ABOUT]), manifest_sha256=sha256_of(document)).sealed()
    return {**members, MANIFEST: document, ABOUT: as_document(about)}


def _sequences(members: Members, last_value: object) -> dict[str, object]:
    known = json.loads(members[MANIFEST])["sequences"]
    return {name: {"last_value": last_value, "is_called": True} for name in known}


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All that an import could leave behind."""
    # Roles are the cluster's, in which other tests make some at the same time; a name ends with its database's.
    names = (
        "SELECT nspname FROM pg_namespace ORDER BY 1",
        "SELECT rolname FROM pg_roles WHERE rolname ~ ('^t_.*__' || current_database() || '$') ORDER BY 1",
    )
    tables = ("companies_company", "companies_domain", "schemas_provisioning")
    with owner_transaction() as cursor:
        left = {name: cursor.execute(name.encode()).fetchall() for name in names}
        left["files"] = [(str(path),) for path in sorted(Path(all_files().path("")).rglob("*")) if path.is_file()]
        return left | {table: cursor.execute(f"SELECT id FROM public.{table} ORDER BY 1".encode()).fetchall() for table in tables}


@pytest.fixture
def nothing_left(small: Company) -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def refused(path: Path, error: type[ArchiveRefused], match: str) -> None:
    with pytest.raises(error, match=match):
        import_company(path=path, subdomain="again", now=timezone.now())


SPOILT: dict[str, tuple[Callable[[Members], Members], type[ArchiveRefused], str]] = {
    "a row changed": (lambda m: {**m, PEOPLE: m[PEOPLE].replace(b"Lee", b"Leo")}, ArchiveDamaged, "people_employee.tsv is damaged"),
    "a row gone": (lambda m: {**m, PUNCHES: m[PUNCHES].partition(b"\n")[2]}, ArchiveDamaged, "attendance_punch.tsv is damaged"),
    "a row more": (lambda m: {**m, PUNCHES: m[PUNCHES] * 2}, ArchiveDamaged, "attendance_punch.tsv is damaged"),
    "the manifest changed": (lambda m: {**m, MANIFEST: m[MANIFEST] + b"\n"}, ArchiveDamaged, "manifest is not the one"),
    "a table gone": (
        lambda m: {k: v for k, v in m.items() if k != PUNCHES},
        ArchiveDamaged,
        "not those of its manifest: tables/att",
    ),
    "a table more": (lambda m: {**m, "tables/extra.tsv": b""}, ArchiveDamaged, "not those of its manifest: tables/extra"),
    "no manifest": (lambda m: {k: v for k, v in m.items() if k != MANIFEST}, ArchiveUnreadable, "has no manifest.json"),
    "a manifest of nonsense": (lambda m: {**m, MANIFEST: b"\xff{"}, ArchiveUnreadable, "manifest.json is not what"),
    "a manifest that is a list": (lambda m: {**m, MANIFEST: b"[]"}, ArchiveUnreadable, "manifest.json is not what"),
    "a manifest of half": (lambda m: {**m, MANIFEST: b'{"format": 1}'}, ArchiveUnreadable, "manifest.json is not what"),
    "a later format": (lambda m: relisted(m, format=2), ArchiveUnreadable, "has format 2; this release reads 1"),
    "another owner": (lambda m: {**m, ABOUT: m[ABOUT].replace(b"alice@", b"mallory@")}, ArchiveDamaged, "about.json is damaged"),
    "nobody's": (lambda m: {**m, ABOUT: b"{}"}, ArchiveUnreadable, "about.json is not what"),
    "a name that climbs": (lambda m: {**m, "files/../../etc/cron.d/x": b""}, MemberNameNotAllowed, "Do not trust"),
    "a file of another's": (lambda m: {**m, "files/a\\..\\b": b""}, MemberNameNotAllowed, "Do not trust"),
    "a file changed": (lambda m: {**m, LOGO: m[LOGO][1:] + b"x"}, ArchiveDamaged, "small.webp is damaged"),
    "a program": (lambda m: {**m, "setup.py": b""}, MemberNameNotAllowed, "Do not trust"),
    "a later release": (
        lambda m: relisted(m, template_version="x", migrations=[*json.loads(m[MANIFEST])["migrations"], "people.0999_wings"]),
        ArchiveOfAnotherVersion,
        "does not know: people.0999_wings",
    ),
    "an earlier release": (
        lambda m: relisted(m, template_version="x", migrations=json.loads(m[MANIFEST])["migrations"][1:]),
        ArchiveOfAnotherVersion,
        "of an earlier release, before",
    ),
    "other columns": (
        lambda m: relisted(m, tables=json.loads(m[MANIFEST])["tables"] | {"people_wing": {"columns": ["id"], "rows": 0}}),
        ArchiveOfAnotherVersion,
        "tables are not those of this release",
    ),
    "a value that is none": (
        lambda m: relisted({**m, PEOPLE: m[PEOPLE].replace(b"-", b"+")}),
        RowsRefused,
        "rows of people_employee",
    ),
    "a key that leads nowhere": (lambda m: relisted({**m, PEOPLE: b""} | _no_rows_of(m)), RowsRefused, "foreign key"),
    "a status that is none": (lambda m: saying(m, status="royal"), ArchiveUnreadable, "cannot have the status"),
    "a name that is too long": (lambda m: saying(m, name="x" * 121), ArchiveUnreadable, "cannot have the name"),
    "a country that is none": (lambda m: saying(m, country="Utopia"), ArchiveUnreadable, "cannot have the country"),
    "an owner without an address": (lambda m: saying(m, owner_email="alice"), ArchiveUnreadable, "cannot have the owner_email"),
    "an owner that is null": (lambda m: saying(m, owner_email=None), ArchiveUnreadable, "about.json is not what"),
    "a name with a NUL": (lambda m: saying(m, name="a\0b"), ArchiveUnreadable, "about.json is not what"),
    "half a sign": (lambda m: saying(m, name="\ud800"), ArchiveUnreadable, "about.json is not what"),
    "a time zone that is none": (lambda m: saying(m, time_zone="Mars/Base"), ArchiveUnreadable, "about.json is not what"),
    "a trial before all time": (
        lambda m: saying(m, trial_ends_at="0001-01-01T00:00:00+14:00"),
        ArchiveUnreadable,
        "about.json is not what",
    ),
    "a length that is text": (lambda m: listing(m, size="1"), ArchiveUnreadable, "manifest.json is not what"),
    "a list for a name": (lambda m: relisted(m, migrations=[["people"]]), ArchiveUnreadable, "manifest.json is not what"),
    "a sequence that is none": (
        lambda m: relisted(m, sequences=_sequences(m, 1) | {"none_id_seq": {"last_value": 1, "is_called": True}}),
        ArchiveOfAnotherVersion,
        "tables are not those of this release",
    ),
    "no sequences": (lambda m: relisted(m, sequences={}), ArchiveOfAnotherVersion, "tables are not those of this release"),
    "a sequence before its first": (lambda m: relisted(m, sequences=_sequences(m, -1)), RowsRefused, "out of bounds"),
    "a sequence past all bounds": (lambda m: relisted(m, sequences=_sequences(m, 10**30)), RowsRefused, "Nothing was kept"),
    "fewer rows than listed": (lambda m: relisted({**m, PUNCHES: b""}), ArchiveDamaged, "has 0 rows of attendance_punch"),
}


def _no_rows_of(members: Members) -> Members:
    manifest = json.loads(members[MANIFEST])
    manifest["tables"]["people_employee"]["rows"] = 0
    return {MANIFEST: json.dumps(manifest).encode()}


@pytest.mark.usefixtures("nothing_left")
class TestASpoiltArchive:
    @pytest.mark.parametrize("how", list(SPOILT))
    def test_is_refused(self, archive: Path, tmp_path: Path, how: str) -> None:
        spoil, error, match = SPOILT[how]
        refused(pack(tmp_path / "spoilt.zip", spoil(unpack(archive))), error, match)

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
    def test_cut_short_is_refused(self, archive: Path, tmp_path: Path, share: float) -> None:
        spoilt = tmp_path / "spoilt.zip"
        spoilt.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
        refused(spoilt, ArchiveUnreadable, "cut short")

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
    def test_with_one_bit_of_a_member_turned_is_refused(self, archive: Path, tmp_path: Path, share: float) -> None:
        content = bytearray(archive.read_bytes())
        with zipfile.ZipFile(archive) as file:
            member = max(file.infolist(), key=lambda each: each.compress_size)
        # Before it stand its name and moment; nobody reads the moment.
        begins = content.index(member.filename.encode(), member.header_offset) + len(member.filename) + _ZIP64_BYTES
        content[begins + int(member.compress_size * share)] ^= 1
        spoilt = tmp_path / "spoilt.zip"
        spoilt.write_bytes(content)
        refused(spoilt, ArchiveRefused, "archive")

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is no file at"):
            call_command("import_company", tmp_path / "none.zip", subdomain="again")

    def test_unpacks_no_further_than_it_says(self, archive: Path, tmp_path: Path) -> None:
        bomb = tmp_path / "bomb.zip"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in unpack(archive).items():
                file.writestr(name, content + b"\n" * (64 << 20) if name == PUNCHES else content)
        assert bomb.stat().st_size < 1 << 20
        refused(bomb, ArchiveDamaged, "attendance_punch.tsv is damaged")


@pytest.mark.usefixtures("nothing_left")
class TestAnAddress:
    def test_that_is_taken_stays_whose_it_is(self, small: Company, archive: Path) -> None:
        with pytest.raises(SubdomainTaken):
            import_company(path=archive, subdomain=small.host.split(".")[0], now=timezone.now())
        with pytest.raises(CommandError, match="That address is already taken"):
            call_command("import_company", archive, subdomain=small.host.split(".")[0])

    def test_taken_while_the_archive_was_checked_stays_whose_it_is(self, small: Company, archive: Path) -> None:
        with mock.patch.object(actions, "why_not_free", return_value=None), pytest.raises(SubdomainTaken):
            import_company(path=archive, subdomain=small.host.split(".")[0], now=timezone.now())

    @pytest.mark.parametrize("subdomain", ["www", "Acme", "a", "two words", "a.b"])
    def test_that_cannot_be_one_is_refused(self, archive: Path, subdomain: str) -> None:
        with pytest.raises(CommandError, match="Nothing was imported"):
            call_command("import_company", archive, subdomain=subdomain)


@pytest.mark.usefixtures("nothing_left")
class TestAnImportThatFails:
    @pytest.mark.parametrize(
        "error", [OSError("No space left on device"), psycopg.OperationalError("server closed"), KeyboardInterrupt()]
    )
    def test_leaves_nothing(self, archive: Path, error: BaseException) -> None:
        with mock.patch.object(actions, "set_sequence", side_effect=error), pytest.raises((CommandError, KeyboardInterrupt)):
            call_command("import_company", archive, subdomain="again")

    def test_between_two_files_leaves_neither(self, archive: Path) -> None:
        def first_only(schema_name: str, name: str, content: IO[bytes]) -> None:
            if name != "logo/small.webp":
                raise FileNotKept(OSError(errno.ENOSPC, "No space left on device"))
            save_company_file(schema_name, name, content)

        with (
            mock.patch.object(actions, "save_company_file", first_only),
            pytest.raises(CommandError, match="no room left"),
        ):
            call_command("import_company", archive, subdomain="again")


class TestAnImportThatBreaksOffAfterItsLastWord:
    @pytest.mark.parametrize("error", [psycopg.OperationalError("server closed"), KeyboardInterrupt()])
    def test_is_complete(self, archive: Path, error: BaseException) -> None:
        subdomain = f"again-{uuid.uuid4().hex[:8]}"

        def break_off() -> None:
            raise error

        with mock.patch.object(actions, "record_event", side_effect=lambda **_event: transaction.on_commit(break_off)):
            company = import_company(path=archive, subdomain=subdomain, now=timezone.now())

        assert company.ready_at is not None
        with tenant_context(company):
            assert Employee.objects.count() == 3
        drop(company)


class TestAKilledImport:
    @pytest.mark.parametrize("point", list(killed_import.POINTS))
    def test_is_made_again_by_the_same_command(self, archive: Path, point: str) -> None:
        subdomain = f"again-{uuid.uuid4().hex[:8]}"

        self._import_and_die(archive, subdomain, point)
        left = Domain.objects.get(domain=host_of_subdomain(subdomain)).tenant
        wait_for_schema(left.id)
        is_ready = point == "after the company is ready"
        assert Provisioning.objects.get(company=left).state == ("ready" if is_ready else "import")
        if is_ready:
            restored = left
        else:
            with pytest.raises(ImportUnfinished):
                provision_company(company_id=left.id)
            restored = import_company(path=archive, subdomain=subdomain, now=timezone.now())
            assert not Company.objects.filter(pk=left.pk).exists()
            assert list(company_file_names(left.schema_name)) == []
        assert list(company_file_names(restored.schema_name)) == sorted(FILES)
        assert is_ready or AuditEvent.objects.filter(action="company:imported", object_id=restored.pk).count() == 1

        with tenant_context(restored):
            assert Employee.objects.count() == 3
        drop(restored)

    def test_is_not_cleared_while_it_runs(self, archive: Path) -> None:
        subdomain = f"again-{uuid.uuid4().hex[:8]}"
        self._import_and_die(archive, subdomain, "before the rows")
        left = Domain.objects.get(domain=host_of_subdomain(subdomain)).tenant
        wait_for_schema(left.id)

        with owner_transaction() as cursor:
            lock_schema(cursor, left.id)
            with pytest.raises(ProvisioningRunsElsewhere):
                import_company(path=archive, subdomain=subdomain, now=timezone.now())
        drop(left)

    def _import_and_die(self, archive: Path, subdomain: str, point: str) -> None:
        url = "postgres://{user}:{password}@{host}:{port}/{dbname}"
        web = {"user": settings.WEB_LOGIN, "password": connection.settings_dict["PASSWORD"]}
        result = subprocess.run(
            [sys.executable, "-m", "tenants.archives.tests.killed_import", str(archive), subdomain, point],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": url.format(**owner_parameters() | web),
                "DATABASE_OWNER_URL": url.format(**owner_parameters()),
                "FILES_DIR": all_files().path(""),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == -signal.SIGKILL, result.stderr
