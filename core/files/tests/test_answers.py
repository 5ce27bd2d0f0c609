"""A file leaves by a view alone, with headers that keep a browser from taking it for anything else."""

from typing import Any

import pytest
from django.http import Http404
from django.http.response import HttpResponseBase

from core.files.answers import send_file
from core.files.kinds import PDF, PNG, WEBP, Kind
from core.files.names import FileNameNotAllowed
from core.files.storage import keep_file
from core.tenancy import NoContext, enter_public
from tenants.companies.models import Company


def _content(response: HttpResponseBase) -> bytes:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    response.close()
    return content


def test_a_picture_is_shown_and_cannot_be_taken_for_a_page(acme: Company) -> None:
    response = send_file(keep_file("photos", b"<script>", PNG), kind=PNG)
    assert _content(response) == b"<script>"
    headers = dict(response.headers)
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"] == 'inline; filename="file.png"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert set(headers["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize(
    ("kind", "called", "disposition"),
    [
        (PDF, "", 'attachment; filename="file.pdf"'),
        (PDF, "pay.pdf", 'attachment; filename="pay.pdf"'),
        (PNG, "photo.png", 'attachment; filename="photo.png"'),
        (PDF, "Verträge.pdf", "attachment; filename*=utf-8''Vertr%C3%A4ge.pdf"),
        (PDF, 'a"\r\nX: y.pdf', 'attachment; filename="a\\"X: y.pdf"'),
        (PDF, "page.html", 'attachment; filename="page.html.pdf"'),
    ],
)
def test_everything_else_is_a_download_by_its_name(acme: Company, kind: Kind, called: str, disposition: str) -> None:
    response = send_file(keep_file("papers", b"", kind), kind=kind, called=called)
    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["Content-Type"] == kind.content_type
    response.close()


def test_what_is_public_may_be_kept(acme: Company) -> None:
    response = send_file(keep_file("logo", b"", WEBP), kind=WEBP, is_public=True)
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    response.close()


def test_behind_a_proxy_the_proxy_sends_it(acme: Company, settings: Any) -> None:
    settings.FILES_ACCEL_PREFIX = "/company-files/"
    name = keep_file("photos", b"content", PNG)
    response = send_file(name, kind=PNG)
    assert _content(response) == b""
    assert response.headers["X-Accel-Redirect"] == f"/company-files/{acme.schema_name}/{name}"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("prefix", ["", "/company-files/"])
def test_one_that_is_gone_is_not_found(acme: Company, settings: Any, prefix: str) -> None:
    settings.FILES_ACCEL_PREFIX = prefix
    with pytest.raises(Http404):
        send_file("photos/a.png", kind=PNG)


@pytest.mark.parametrize("prefix", ["", "/company-files/"])
def test_another_companys_is_out_of_reach(acme: Company, globex: Company, settings: Any, prefix: Any) -> None:
    settings.FILES_ACCEL_PREFIX = prefix
    with pytest.raises(FileNameNotAllowed):
        send_file(f"../{globex.schema_name}/photos/a.png", kind=PNG)
    name = keep_file("photos", b"content", PNG)
    enter_public()
    with pytest.raises(NoContext):
        send_file(name, kind=PNG)
