"""The company's logo: put up, replaced, taken down, and seen by everybody who opens the sign-in page."""

import errno
import os
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from core.files.storage import FilesUnreachable, all_files, company_file_names
from core.files.tests.test_pictures import CANARY, PNG_BYTES, drawn, encoded
from core.files.uploads import LARGEST_REQUEST
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.company_settings.models import CompanySettings
from tenants.company_settings.queries import get_settings, logo_url
from tenants.company_settings.tests.test_settings_admin import URL, as_entered


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def upload(alices_client: HostClient, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Send the settings' form with a file, as the browser does, up to what happens after the commit."""

    def send(content: bytes = PNG_BYTES, name: str = "logo.png", **changes: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return alices_client.post(URL, as_entered(picture=SimpleUploadedFile(name, content), **changes))

    return send


def _kept(company: Company) -> list[str]:
    return list(company_file_names(company.schema_name))


class TestInTheSettings:
    def test_it_is_kept_and_seen(self, acme: Company, alices_client: HostClient, upload: Callable[..., Any]) -> None:
        assert upload(display_name="Acme").status_code == 302
        settings = get_settings()
        assert (settings.display_name, settings.logo_width, settings.logo_height) == ("Acme", 300, 100)
        assert _kept(acme) == [settings.logo]
        address = logo_url(settings)
        for page in ("/", "/admin/", URL):
            assert f'src="{address}"' in alices_client.get(page).content.decode()
        event = AuditEvent.objects.get(action="settings:logo_changed")
        assert sentence_of(event) == "Alice Archer changed the company’s logo."

    def test_another_takes_its_place(self, acme: Company, alices_client: HostClient, upload: Callable[..., Any]) -> None:
        upload()
        first = get_settings()
        upload(encoded(drawn((64, 64)), "JPEG"))
        second = get_settings()
        assert (second.logo_width, second.logo_height) == (64, 64)
        assert _kept(acme) == [second.logo] != [first.logo]
        assert alices_client.get(logo_url(first)).status_code == 404

    def test_it_is_taken_down(
        self, acme: Company, alices_client: HostClient, upload: Callable[..., Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        upload()
        with django_capture_on_commit_callbacks(execute=True):
            alices_client.post(URL, as_entered(**{"picture-clear": "on"}))
        assert get_settings().logo == ""
        assert _kept(acme) == []
        assert "/logo/" not in alices_client.get("/").content.decode()
        assert AuditEvent.objects.filter(action="settings:logo_removed").count() == 1

    def test_saving_the_rest_leaves_it(self, alices_client: HostClient, upload: Callable[..., Any]) -> None:
        upload()
        logo = get_settings().logo
        alices_client.post(URL, as_entered(tagline="Robots that care"))
        assert (get_settings().logo, get_settings().tagline) == (logo, "Robots that care")

    def test_a_company_without_one_has_nothing_to_remove(self, alices_client: HostClient) -> None:
        assert "picture-clear" not in alices_client.get(URL).content.decode()
        alices_client.post(URL, as_entered(**{"picture-clear": "on"}))
        assert not AuditEvent.objects.filter(action="settings:logo_removed").exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg", "SVG files can contain scripts"),
            (b"<html>", "logo.png", "not a picture that we can use"),
            (PNG_BYTES[:60], "logo.png", "damaged or cut short"),
            (b"", "logo.png", "empty"),
            (PNG_BYTES + b"\0" * (5 * 1024 * 1024), "logo.png", "too large"),
        ],
    )
    def test_with_the_reason_at_the_field(
        self, acme: Company, upload: Callable[..., Any], content: bytes, name: str, said: str
    ) -> None:
        page = upload(content, name, display_name="Acme")
        assert page.status_code == 200
        assert said in page.content.decode()
        assert get_settings().display_name == "Acme Robotics"
        assert _kept(acme) == []

    def test_when_the_disk_is_full_and_the_old_one_stays(
        self, acme: Company, alices_client: HostClient, upload: Callable[..., Any]
    ) -> None:
        upload()
        logo = get_settings().logo
        with mock.patch("core.files.disk.os.fsync", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            page = upload(encoded(drawn((64, 64))), display_name="Acme")
        assert page.status_code == 200
        assert "There is no room left for files" in page.content.decode()
        assert (get_settings().logo, get_settings().display_name) == (logo, "Acme Robotics")
        assert _kept(acme) == [logo]
        assert b"".join(alices_client.get(logo_url(get_settings())))

    def test_a_form_that_is_far_too_large(self, alices_client: HostClient, upload: Callable[..., Any]) -> None:
        page = upload(b"\0" * (LARGEST_REQUEST + 1))
        assert page.status_code == 413
        assert "too large" in page.content.decode()

    def test_a_path_for_a_name(self, acme: Company, upload: Callable[..., Any]) -> None:
        upload(PNG_BYTES, "../../../../etc/cron.d/logo.png")
        assert _kept(acme) == [get_settings().logo]

    def test_half_a_logo_by_the_table(self, acme: Company) -> None:
        for values in (
            {"logo": "logo/" + "0" * 32 + ".webp"},
            {"logo_width": 3},
            {"logo": "../" + "0" * 32 + ".webp", "logo_width": 3, "logo_height": 3},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                CompanySettings.objects.update(**values)


class TestItsAddress:
    def test_is_open_to_strangers(self, acme_client: HostClient, upload: Callable[..., Any]) -> None:
        upload(PNG_BYTES + CANARY)
        address = logo_url(get_settings())
        assert f'src="{address}"' in acme_client.get("/accounts/login/").content.decode()
        response = acme_client.get(address)
        content = b"".join(response)
        assert (content[:4], content[8:12], CANARY in content) == (b"RIFF", b"WEBP", False)
        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in response.headers["Cache-Control"]
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies

    def test_is_nothing_on_another_companys_host(
        self, globex: Company, mallory_client: HostClient, upload: Callable[..., Any]
    ) -> None:
        upload()
        address = logo_url(get_settings())
        assert mallory_client.get(address).status_code == 404
        # Even with the same name in her own row the file is looked for in her own company's folder.
        with tenant_context(globex):
            CompanySettings.objects.update(logo=f"logo/{address[6:-1].replace('-', '')}.webp", logo_width=1, logo_height=1)
        assert mallory_client.get(address).status_code == 404

    @pytest.mark.parametrize("path", ["/logo/", "/logo/x/", "/logo/00000000-0000-0000-0000-000000000000/", "/logo/../accounts/"])
    def test_of_anything_else_is_not_found(self, acme_client: HostClient, path: str) -> None:
        assert acme_client.get(path).status_code == 404

    def test_is_not_found_when_the_file_is_gone(self, acme_client: HostClient, upload: Callable[..., Any]) -> None:
        upload()
        default_storage.delete(get_settings().logo)
        assert acme_client.get(logo_url(get_settings())).status_code == 404

    def test_behind_a_proxy_is_the_proxys(
        self, acme: Company, acme_client: HostClient, upload: Callable[..., Any], settings: Any
    ) -> None:
        settings.FILES_ACCEL_PREFIX = "/company-files/"
        upload()
        response = acme_client.get(logo_url(get_settings()))
        assert response.headers["X-Accel-Redirect"] == f"/company-files/{acme.schema_name}/{get_settings().logo}"

    def test_says_when_to_come_back_while_the_storage_is_down(self, acme_client: HostClient, upload: Callable[..., Any]) -> None:
        upload()
        acme_client.raise_request_exception = False
        with mock.patch.object(all_files(), "open", side_effect=FilesUnreachable):
            response = acme_client.get(logo_url(get_settings()))
        assert (response.status_code, response.headers["Retry-After"]) == (503, "30")

    def test_costs_a_page_no_statement(self, alices_client: HostClient, upload: Callable[..., Any]) -> None:
        counts = []
        for step in (lambda: None, upload):
            step()
            alices_client.get("/")
            with CaptureQueriesContext(connection) as asked:
                alices_client.get("/")
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_costs_next_to_nothing(
        self, acme_client: HostClient, upload: Callable[..., Any], django_assert_num_queries: Any
    ) -> None:
        upload()
        address = logo_url(get_settings())
        b"".join(acme_client.get(address))
        # Entering the company, and its settings.
        with django_assert_num_queries(2):
            b"".join(acme_client.get(address))
