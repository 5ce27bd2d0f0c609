"""Each company's files stand in a folder of its own, whole or not at all."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tenants.utils import tenant_context

from core.files.names import FileNameNotAllowed, new_name
from core.files.storage import (
    FileExists,
    FileNotKept,
    all_files,
    company_file_names,
    delete_company_file,
    delete_company_files,
    open_company_file,
    save_company_file,
)
from core.tenancy import NoContext, enter_public, leave_schema
from tenants.companies.models import Company

STRANGE_NAMES = [
    "",
    ".",
    "..",
    "../secret",
    "photos/../../secret",
    "/etc/passwd",
    "photos//a.png",
    "photos/",
    ".unfinished/a",
    "photos\\..\\a.png",
    "photos/a.png\n",
    "photos/a\0.png",
    "photos/ä.png",
    "photos/a.tar.gz",
    "x" * 201,
]


def _keep(name: str, content: bytes = b"content") -> str:
    return default_storage.save(name, ContentFile(content))


def _on_disk() -> Path:
    return Path(all_files().path(""))


class TestDefaultStorage:
    def test_keeps_a_file_in_the_companys_folder(self, acme: Company) -> None:
        name = _keep("photos/a.png")
        assert name == "photos/a.png"
        assert (_on_disk() / acme.schema_name / "photos" / "a.png").read_bytes() == b"content"
        assert (default_storage.exists(name), default_storage.size(name)) == (True, 7)
        with default_storage.open(name) as file:
            assert file.read() == b"content"

    def test_the_same_name_in_another_company_is_another_file(self, acme: Company, globex: Company) -> None:
        _keep("photos/a.png", b"of Acme")
        with tenant_context(globex):
            assert not default_storage.exists("photos/a.png")
            _keep("photos/a.png", b"of Globex")
            default_storage.delete("photos/a.png")
        with default_storage.open("photos/a.png") as file:
            assert file.read() == b"of Acme"

    def test_never_writes_over_a_file(self, acme: Company) -> None:
        first, second = _keep("photos/a.png", b"first"), _keep("photos/a.png", b"second")
        assert first != second
        assert default_storage.open(first).read() == b"first"

    @pytest.mark.parametrize("place", [leave_schema, enter_public])
    def test_refuses_outside_a_company(self, acme: Company, place: Callable[[], None]) -> None:
        _keep("photos/a.png")
        place()
        for use in (default_storage.open, default_storage.exists, default_storage.delete, default_storage.size, _keep):
            with pytest.raises(NoContext):
                use("photos/a.png")

    @pytest.mark.parametrize("name", STRANGE_NAMES)
    def test_refuses_names_that_lead_elsewhere(self, acme: Company, name: str) -> None:
        with pytest.raises(FileNameNotAllowed):
            default_storage.open(name)
        with pytest.raises(FileNameNotAllowed):
            default_storage.delete(name)

    def test_refuses_the_folder_of_another_company(self, acme: Company, globex: Company) -> None:
        save_company_file(globex.schema_name, "photos/a.png", io.BytesIO(b"of Globex"))
        assert not default_storage.exists(f"{globex.schema_name}/photos/a.png")
        with pytest.raises(FileNameNotAllowed):
            default_storage.open(f"../{globex.schema_name}/photos/a.png")

    def test_files_have_no_address_and_are_not_written_to(self, acme: Company) -> None:
        name = _keep("photos/a.png")
        with pytest.raises(NotImplementedError):
            default_storage.url(name)
        with pytest.raises(NotImplementedError):
            default_storage.path(name)
        with pytest.raises(ValueError, match="never written over"):
            default_storage.open(name, "wb")

    def test_is_private_on_disk(self, acme: Company) -> None:
        place = _on_disk() / acme.schema_name / _keep("photos/a.png")
        assert (place.stat().st_mode & 0o007, place.parent.stat().st_mode & 0o007) == (0, 0)


class TestFailures:
    @pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "no room left"), (errno.EIO, "does not answer")])
    def test_a_failing_disk_leaves_nothing_half(self, acme: Company, number: int, words: str) -> None:
        with (
            mock.patch("core.files.disk.os.fsync", side_effect=OSError(number, os.strerror(number))),
            pytest.raises(FileNotKept, match=words),
        ):
            _keep("photos/a.png")
        assert list(company_file_names(acme.schema_name)) == []
        assert [path for path in _on_disk().rglob("*") if path.is_file()] == []

    def test_a_content_that_breaks_off_leaves_nothing_half(self, acme: Company) -> None:
        content = ContentFile(b"x" * 100)
        with mock.patch.object(content, "chunks", side_effect=ConnectionResetError), pytest.raises(FileNotKept):
            default_storage.save("photos/a.png", content)
        assert [path for path in _on_disk().rglob("*") if path.is_file()] == []


class TestFilesOfACompany:
    def test_go_out_and_come_in_under_their_names(self, acme: Company, globex: Company) -> None:
        names = ["b.txt", "a/b/c.txt", "a/a.txt", "a-b.txt"]
        for name in names:
            _keep(name, name.encode())
        found = list(company_file_names(acme.schema_name))
        assert found == sorted(names)
        for name in found:
            with open_company_file(acme.schema_name, name) as file:
                save_company_file(globex.schema_name, name, file)
        assert list(company_file_names(globex.schema_name)) == found
        with open_company_file(globex.schema_name, "a/b/c.txt") as file:
            assert file.read() == b"a/b/c.txt"

    def test_are_not_written_over(self, acme: Company) -> None:
        save_company_file(acme.schema_name, "a.txt", io.BytesIO(b"first"))
        with pytest.raises(FileExists):
            save_company_file(acme.schema_name, "a.txt", io.BytesIO(b"second"))
        assert open_company_file(acme.schema_name, "a.txt").read() == b"first"

    def test_are_deleted_to_the_last_folder_and_nobody_elses(self, acme: Company, globex: Company) -> None:
        for name in ("a.txt", "b/c/d.txt"):
            save_company_file(acme.schema_name, name, io.BytesIO(b""))
        save_company_file(globex.schema_name, "a.txt", io.BytesIO(b""))
        assert delete_company_files(acme.schema_name) == 2
        assert delete_company_files(acme.schema_name) == 0
        assert not (_on_disk() / acme.schema_name).exists()
        assert list(company_file_names(globex.schema_name)) == ["a.txt"]

    def test_what_others_left_there_is_not_exported_but_goes_along(self, acme: Company, caplog: pytest.LogCaptureFixture) -> None:
        _keep("a.txt")
        (_on_disk() / acme.schema_name / ".nfs0001").write_bytes(b"")
        assert list(company_file_names(acme.schema_name)) == ["a.txt"]
        assert ".nfs0001" in caplog.text
        assert delete_company_files(acme.schema_name) == 2
        assert not (_on_disk() / acme.schema_name).exists()

    def test_one_that_is_not_there(self, acme: Company) -> None:
        delete_company_file(acme.schema_name, "a.txt")
        with pytest.raises(FileNotFoundError):
            open_company_file(acme.schema_name, "a.txt")

    @pytest.mark.parametrize("schema_name", ["", ".", "..", "public", "t_", "t_" + "g" * 32, "t_" + "0" * 32 + "/a", "*"])
    def test_need_the_name_of_a_companys_schema(self, schema_name: str) -> None:
        for use in (company_file_names, delete_company_files):
            with pytest.raises(FileNameNotAllowed):
                use(schema_name)
        with pytest.raises(FileNameNotAllowed):
            open_company_file(schema_name, "a.txt")
        with pytest.raises(FileNameNotAllowed):
            save_company_file(schema_name, "a.txt", io.BytesIO(b""))


def test_new_names_are_opaque_and_never_the_same() -> None:
    first, second = new_name("photos", "webp"), new_name("photos", "webp")
    assert first != second
    assert len(first) == len("photos/.webp") + 32
