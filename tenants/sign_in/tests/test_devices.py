"""The log of signing in, the list of devices, and the mail about a new one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import HostClient
from tenants.accounts.devices import device_name
from tenants.accounts.models import SignIn, User
from tenants.accounts.tasks import forget_old_sign_ins
from tests.cast import PASSWORD
from tests.isolation.world import ACME_HOST, GLOBEX_HOST

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0"
DEVICES = "/accounts/devices/"


def browser_of(user_agent: str = FIREFOX, password: str = PASSWORD) -> HostClient:
    """Carol's, signed in."""
    browser = HostClient(ACME_HOST)
    browser.defaults["HTTP_USER_AGENT"] = user_agent
    browser.post("/accounts/login/", {"login": "carol@acme.example", "password": password})
    return browser


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [(FIREFOX, "Firefox on Windows"), (PHONE, "Safari on iPhone"), (EDGE, "Edge on Windows"), ("curl/8", "An unknown device")],
    ids=["firefox", "phone", "edge", "unknown"],
)
def test_devices_have_names(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


class TestTheLog:
    def test_tells_of_each_sign_in_and_of_wrong_passwords(self, carol: User) -> None:
        browser_of(password="wrong words altogether")
        browser = browser_of()

        failed, succeeded = SignIn.objects.filter(user=carol).order_by("at")
        assert (failed.succeeded, failed.session_key, failed.user_agent) == (False, "", FIREFOX)
        assert (succeeded.succeeded, succeeded.method, succeeded.ip) == (True, "password", "127.0.0.1")
        page = browser.get(DEVICES).content.decode()
        assert "Wrong password" in page
        assert "Signed in: password" in page

    def test_keeps_nothing_of_an_address_without_an_account(self, carol: User) -> None:
        HostClient(ACME_HOST).post("/accounts/login/", {"login": "nobody@acme.example", "password": "anything at all"})

        assert not SignIn.objects.exists()

    def test_costs_a_sign_in_one_statement(self, carol: User) -> None:
        browser = HostClient(ACME_HOST)
        browser.get("/accounts/login/")
        with CaptureQueriesContext(connection) as asked:
            browser.post("/accounts/login/", {"login": "carol@acme.example", "password": PASSWORD})

        assert len([query for query in asked if "accounts_signin" in query["sql"]]) == 1

    def test_is_forgotten_after_a_year(self, carol: User) -> None:
        with time_machine.travel(NOW - timedelta(days=401)):
            browser_of()
        with time_machine.travel(NOW):
            browser_of()
            forget_old_sign_ins()

        assert [each.at.year for each in SignIn.objects.all()] == [2026]

    def test_stands_in_the_administration(self, alice: User, sign_in: Any, carol: User) -> None:
        browser_of(password="wrong words altogether")
        browser_of(PHONE)

        page = sign_in(alice).get("/admin/accounts/signin/").content.decode()

        assert "Safari on iPhone" in page
        assert "Wrong password" in page


class TestNewDevices:
    def test_are_told_by_mail_but_for_the_first(self, carol: User, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            first = browser_of()
        assert mail.outbox == []

        with django_capture_on_commit_callbacks(execute=True):
            browser_of(PHONE)
        assert mail.outbox[-1].to == ["carol@acme.example"]
        assert "with a browser that was not used for it before" in str(mail.outbox[-1].body)
        words = str(mail.outbox[-1].body)
        assert "Device: Safari on iPhone" in words
        assert f"When: {timezone.localdate():%d/%m/%Y}" in words

        mail.outbox.clear()
        first.post("/accounts/logout/")
        with django_capture_on_commit_callbacks(execute=True):
            first.post("/accounts/login/", {"login": "carol@acme.example", "password": PASSWORD})
        assert mail.outbox == [], "the browser is known by its cookie"

    def test_the_cookie_of_one_company_is_of_its_host_and_opens_nothing(self, carol: User, globex: Any) -> None:
        browser = browser_of()
        cookie = browser.cookies["rooster_device"]
        assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
        elsewhere = HostClient(GLOBEX_HOST)
        elsewhere.cookies["rooster_device"] = cookie.value

        assert elsewhere.get("/").status_code == 302


class TestDevices:
    def test_one_signs_out_another(self, carol: User) -> None:
        here, there = browser_of(), browser_of(PHONE)
        page = here.get(DEVICES).content.decode()
        assert page.count("This device") == 1
        assert "Safari on iPhone" in page
        other = SignIn.objects.get(user_agent=PHONE)

        assert here.post(f"{DEVICES}{other.pk}/end/")["Location"] == DEVICES

        assert there.get("/").status_code == 302
        assert here.get("/").status_code == 200
        assert here.post(f"{DEVICES}{other.pk}/end/").status_code == 404, "it has ended"

    def test_nobody_signs_out_somebody_else(self, alice: User, carol: User, sign_in: Any) -> None:
        browser = browser_of()

        assert sign_in(alice).post(f"{DEVICES}{SignIn.objects.get().pk}/end/").status_code == 404
        assert browser.get("/").status_code == 200

    def test_all_are_signed_out_at_once(self, carol: User) -> None:
        here, there = browser_of(), browser_of(PHONE)

        answer = here.post(f"{DEVICES}end/", follow=True)

        assert "signed out on every device" in answer.content.decode()
        assert [browser.get("/").status_code for browser in (here, there)] == [302, 302]

    def test_a_new_password_does_not_lose_the_device(self, carol: User) -> None:
        browser = browser_of()
        new = "seven purple herons wading"
        browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        browser.get("/")

        assert "This device" in browser.get(DEVICES).content.decode()

    def test_a_new_password_signs_the_others_out(self, carol: User) -> None:
        browser, other = browser_of(), browser_of(PHONE)
        new = "seven purple herons wading"
        browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert "Safari on iPhone" not in browser.get(DEVICES).content.decode().split("Latest sign-ins", maxsplit=1)[0]
        assert other.get("/").status_code == 302
        assert browser.get("/").status_code == 200

    def test_a_device_in_use_is_noted_once_an_hour(self, carol: User) -> None:
        with time_machine.travel(NOW, tick=False):
            browser = browser_of()
        with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
            browser.get("/")
        assert SignIn.objects.get().last_seen_at == NOW
        with time_machine.travel(NOW + timedelta(minutes=60), tick=False):
            browser.get("/")
        assert SignIn.objects.get().last_seen_at == NOW + timedelta(minutes=60)
