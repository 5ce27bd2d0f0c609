"""What may happen while an archive is written: it is whole and consistent then, or it is not there."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.files.storage import delete_company_file, delete_company_files, save_company_file
from tenants.archives import actions
from tenants.archives.actions import export_company
from tenants.companies.models import Company
from tenants.schemas.locks import SCHEMA_LOCKS
from tenants.schemas.owner import owner_transaction


@pytest.fixture
def meanwhile(small: Company, tmp_path: Path) -> Iterator[Callable[[str, Callable[[], Any]], set[str]]]:
    """Export while something else happens: at the beginning of a step of the export. The members of the archive."""

    def run(step: str, happens: Callable[[], Any]) -> set[str]:
        original = getattr(actions, step)

        def after(*args: Any, **options: Any) -> Any:
            happens()
            return original(*args, **options)

        with mock.patch.object(actions, step, after):
            export_company(company=small, path=tmp_path / "small.zip", now=timezone.now())
        with zipfile.ZipFile(tmp_path / "small.zip") as file:
            return set(file.namelist())

    yield run
    delete_company_files(small.schema_name)


Meanwhile = Callable[[str, Callable[[], Any]], set[str]]


class TestAFile:
    """The rows are those of one moment; each file that one of them may name is there."""

    def test_deleted_after_that_moment_is_there(self, small: Company, meanwhile: Meanwhile) -> None:
        save_company_file(small.schema_name, "logo/old.webp", io.BytesIO(b"old"))

        members = meanwhile("_export_tables", lambda: delete_company_file(small.schema_name, "logo/old.webp"))

        assert "files/logo/old.webp" in members

    def test_kept_since_the_export_began_is_there(self, small: Company, meanwhile: Meanwhile) -> None:
        members = meanwhile("_export_tables", lambda: save_company_file(small.schema_name, "logo/new.webp", io.BytesIO(b"new")))

        assert "files/logo/new.webp" in members

    def test_deleted_before_that_moment_is_not_missed(self, small: Company, meanwhile: Meanwhile) -> None:
        save_company_file(small.schema_name, "logo/old.webp", io.BytesIO(b"old"))

        members = meanwhile("open_company_file", lambda: delete_company_file(small.schema_name, "logo/old.webp"))

        assert "files/logo/old.webp" not in members


class TestAnotherExport:
    def test_to_the_same_place_is_refused(self, small: Company, meanwhile: Meanwhile, tmp_path: Path) -> None:
        def second() -> None:
            with pytest.raises(CommandError, match=r"Another export writes .*small\.zip\.part right now"):
                call_command("export_company", small.host.split(".")[0], to=tmp_path / "small.zip")

        assert "manifest.json" in meanwhile("_export_tables", second)
        assert [path.name for path in tmp_path.iterdir()] == ["small.zip"]


def test_a_lost_lock_leaves_no_archive(small: Company, meanwhile: Meanwhile, tmp_path: Path) -> None:
    """Without it somebody may alter tables while they are read."""

    def lose() -> None:
        with owner_transaction() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
                " WHERE locktype = 'advisory' AND classid = %s AND objid = (hashtext(%s)::bigint & 4294967295)::oid",
                [SCHEMA_LOCKS, str(small.id)],
            )

    with pytest.raises(psycopg.OperationalError):
        meanwhile("_export_tables", lose)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_archive(small: Company, tmp_path: Path) -> None:
    target = tmp_path / "small.zip"
    with (
        mock.patch("tenants.archives.container.os.fsync", side_effect=OSError("No space left on device")),
        pytest.raises(CommandError, match="left no archive: No space left on device"),
    ):
        call_command("export_company", small.host.split(".")[0], to=target)
    assert list(tmp_path.iterdir()) == []
