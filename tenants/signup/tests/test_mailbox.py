"""The mailbox of a machine without a mail server."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, mailers

from conftest import HostClient
from tenants.signup.tests.factories import FORM, text_of


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where this machine's mails land."""
    settings.LOCAL_MAILBOX_DIR = tmp_path
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(tmp_path)}}
    }
    return tmp_path


def _write(subject: str, body: str, to: str = "ada@low.example") -> None:
    EmailMessage(subject, body, "Rooster <hello@rooster.test>", [to]).send()


class TestTheMailbox:
    def test_shows_the_newest_first(self, public_client: HostClient, folder: Path) -> None:
        _write("First", "one")
        _write("Zweite Ü", "two")

        page = text_of(public_client.get("/mailbox/"))

        assert page.index("Zweite Ü") < page.index("First")

    def test_shows_one_with_its_links(self, public_client: HostClient, folder: Path) -> None:
        _write("Welcome", "Open http://acme.rooster.test/ now\n\n<script>alert(1)</script>")

        mails = public_client.get("/mailbox/").context["mails"]
        page = text_of(public_client.get(f"/mailbox/{mails[0].key}/"))

        assert '<a href="http://acme.rooster.test/" rel="nofollow">' in page
        assert "<script>alert" not in page
        assert "ada@low.example" in page

    def test_tells_mails_of_one_connection_apart(self, public_client: HostClient, folder: Path) -> None:
        mails = [EmailMessage(name, "text", "hello@rooster.test", ["ada@low.example"]) for name in ("First", "Second")]
        mailers["default"].send_messages(mails)

        assert [mail.subject for mail in public_client.get("/mailbox/").context["mails"]] == ["Second", "First"]

    def test_is_empty_before_the_first_mail(self, public_client: HostClient, folder: Path) -> None:
        assert "No mail yet" in text_of(public_client.get("/mailbox/"))

    @pytest.mark.parametrize("key", ["nothing-0", "..%2f..%2fetc%2fpasswd", "%2e%2e"])
    def test_shows_nothing_else(self, public_client: HostClient, folder: Path, key: str) -> None:
        assert public_client.get(f"/mailbox/{key}/").status_code == 404

    def test_the_code_page_leads_to_it(self, public_client: HostClient, folder: Path) -> None:
        public_client.post("/signup/", FORM)

        assert 'href="/mailbox/"' in text_of(public_client.get("/signup/verify/"))


class TestElsewhere:
    def test_there_is_none(self, public_client: HostClient) -> None:
        public_client.post("/signup/", FORM)

        assert public_client.get("/mailbox/").status_code == 404
        assert public_client.get("/mailbox/a-0/").status_code == 404
        assert "mailbox" not in text_of(public_client.get("/signup/verify/"))

    def test_a_companys_host_has_none(self, acme_client: HostClient, folder: Path) -> None:
        assert acme_client.get("/mailbox/").status_code in {302, 404}
