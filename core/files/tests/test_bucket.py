"""Files in a bucket, by the real client, whose requests end in memory before they would leave for a network."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django_tenants.utils import tenant_context

from config.env import read_bucket
from core.files.bucket import FilesInBucket
from core.files.names import FileNameNotAllowed
from core.files.storage import (
    FileExists,
    FileNotKept,
    FilesUnreachable,
    company_file_names,
    delete_company_files,
    open_company_file,
    save_company_file,
)
from core.tenancy import NoContext, enter_public
from tenants.companies.models import Company


class _Body(io.BytesIO):
    def stream(self, *_args: Any, **_options: Any) -> Iterator[bytes]:
        yield self.read()


class Bucket:
    """What a server keeps, and how it answers. `error` is a status with a code, or an exception, for every request."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.error: tuple[int, str] | Exception | None = None

    def answer(self, request: Any, **_rest: Any) -> AWSResponse:
        if isinstance(self.error, Exception):
            raise self.error
        if self.error:
            return self._response(request, self.error[0], f"<Error><Code>{self.error[1]}</Code></Error>".encode())
        parts = urlsplit(request.url)
        bucket, _slash, key = unquote(parts.path).lstrip("/").partition("/")
        assert bucket == "kept-files"
        if not key:
            return self._response(request, 200, self._listing(parse_qs(parts.query)))
        if request.method == "PUT":
            self.objects[key] = request.body if isinstance(request.body, bytes) else request.body.read()
        elif request.method == "DELETE":
            self.objects.pop(key, None)
        elif key not in self.objects:
            return self._response(request, 404, b"<Error><Code>NoSuchKey</Code></Error>")
        content = self.objects.get(key, b"") if request.method in {"GET", "HEAD"} else b""
        return self._response(request, 200, content)

    def _listing(self, query: dict[str, list[str]]) -> bytes:
        prefix = query["prefix"][0]
        below = [key.removeprefix(prefix) for key in self.objects if key.startswith(prefix)]
        folders = {rest.partition("/")[0] + "/" for rest in below if "/" in rest}
        found = "".join(f"<Contents><Key>{prefix + rest}</Key></Contents>" for rest in below if "/" not in rest)
        found += "".join(f"<CommonPrefixes><Prefix>{prefix + folder}</Prefix></CommonPrefixes>" for folder in folders)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()

    def _response(self, request: Any, status: int, content: bytes) -> AWSResponse:
        body = b"" if request.method == "HEAD" else content
        return AWSResponse(request.url, status, {"content-length": str(len(content)), "etag": '"1"'}, _Body(body))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """Files go into a bucket for this test."""
    monkeypatch.setenv("FILES_S3_URL", "s3://key:secret@s3.test/kept-files?region=eu-central-1")
    storage = FilesInBucket(**read_bucket("FILES_S3_URL"))
    server = Bucket()
    storage.connection.meta.client.meta.events.register("before-send.s3", server.answer)
    monkeypatch.setitem(storages._storages, "all_companies", storage)  # type: ignore[attr-defined]
    return server


def _keep(name: str, content: bytes = b"content") -> str:
    return default_storage.save(name, ContentFile(content))


class TestInABucket:
    def test_names_begin_with_the_company(self, bucket: Bucket, acme: Company, globex: Company) -> None:
        _keep("photos/a.png", b"of Acme")
        with tenant_context(globex):
            assert not default_storage.exists("photos/a.png")
            _keep("photos/a.png", b"of Globex")
        assert bucket.objects == {
            f"{acme.schema_name}/photos/a.png": b"of Acme",
            f"{globex.schema_name}/photos/a.png": b"of Globex",
        }
        assert default_storage.open("photos/a.png").read() == b"of Acme"
        assert default_storage.size("photos/a.png") == 7

    def test_nothing_is_written_over(self, bucket: Bucket, acme: Company) -> None:
        assert _keep("photos/a.png") != _keep("photos/a.png")
        save_company_file(acme.schema_name, "b.txt", io.BytesIO(b"first"))
        with pytest.raises(FileExists):
            save_company_file(acme.schema_name, "b.txt", io.BytesIO(b"second"))

    def test_no_name_leads_elsewhere(self, bucket: Bucket, acme: Company, globex: Company) -> None:
        bucket.objects[f"{globex.schema_name}/a.png"] = b"of Globex"
        for name in (f"../{globex.schema_name}/a.png", f"/{globex.schema_name}/a.png", "a/../../a.png"):
            with pytest.raises(FileNameNotAllowed):
                default_storage.open(name)

    def test_outside_a_company_it_refuses(self, bucket: Bucket, acme: Company) -> None:
        enter_public()
        with pytest.raises(NoContext):
            _keep("a.png")

    def test_a_companys_files_go_out_come_in_and_go(self, bucket: Bucket, acme: Company, globex: Company) -> None:
        for name in ("b.txt", "a/b/c.txt"):
            _keep(name, name.encode())
        for name in company_file_names(acme.schema_name):
            save_company_file(globex.schema_name, name, open_company_file(acme.schema_name, name))
        assert delete_company_files(acme.schema_name) == 2
        assert bucket.objects == {f"{globex.schema_name}/{name}": name.encode() for name in ("b.txt", "a/b/c.txt")}

    def test_one_that_is_not_there(self, bucket: Bucket, acme: Company) -> None:
        default_storage.delete("a.png")
        with pytest.raises(FileNotFoundError):
            default_storage.open("a.png")

    def test_no_address_is_handed_out_not_even_a_signed_one(self, bucket: Bucket, acme: Company) -> None:
        for storage in (default_storage, storages["all_companies"]):
            with pytest.raises(NotImplementedError):
                storage.url("a.png")


class TestWhenItFails:
    @pytest.mark.parametrize(
        "error", [(403, "AccessDenied"), (503, "SlowDown"), ConnectTimeoutError(endpoint_url="https://s3.test")]
    )
    def test_keeping_says_so_and_keeps_nothing(self, bucket: Bucket, acme: Company, error: Any) -> None:
        bucket.error = error
        with pytest.raises(FileNotKept, match="does not answer"):
            save_company_file(acme.schema_name, "a.txt", io.BytesIO(b"content"))
        bucket.error = None
        assert bucket.objects == {}

    def test_reading_says_so(self, bucket: Bucket, acme: Company) -> None:
        _keep("a.txt")
        bucket.error = (503, "SlowDown")
        for use in (default_storage.open, default_storage.size, default_storage.exists, default_storage.delete):
            with pytest.raises(FilesUnreachable):
                use("a.txt")
        with pytest.raises(FilesUnreachable):
            list(company_file_names(acme.schema_name))
