"""Sessions, form tokens, passes and codes are each one company's own."""

import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core import mail

from conftest import HostClient
from tenants.accounts.arrival import issue_pass
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.isolation.conftest import CAROL
from tests.isolation.world import ACME_HOST, GLOBEX_HOST

LOGIN = "/accounts/login/"
MakeBrowser = Callable[[str], HostClient]


def _token(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found, "the page has no form"
    return found[1]


def _sign_in(browser: HostClient, password: str, token: str | None = None) -> Any:
    token = token or _token(browser.get(LOGIN))
    return browser.post(LOGIN, {"login": CAROL, "password": password, "csrfmiddlewaretoken": token})


def _is_signed_in(browser: HostClient) -> bool:
    return bool(browser.get("/").status_code == 200)


class TestSessions:
    def test_a_cookie_of_one_company_opens_the_others_sign_in_page_and_nothing_else(
        self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]
    ) -> None:
        at_home, elsewhere = make_browser(ACME_HOST), make_browser(GLOBEX_HOST)
        assert _sign_in(at_home, carols_two_passwords[ACME_HOST])["Location"] == "/"
        assert _is_signed_in(at_home)
        elsewhere.cookies = at_home.cookies

        answer = elsewhere.get("/", follow=True)

        assert answer.redirect_chain == [("/accounts/login/?next=%2F", 302)]
        assert "Sign in to Globex" in answer.content.decode()
        assert "Acme" not in answer.content.decode()
        assert not _is_signed_in(elsewhere)

    def test_a_cookie_that_is_unknown_is_not_adopted(self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]) -> None:
        """Else somebody could plant a session and wait until it is signed in."""
        at_home, elsewhere = make_browser(ACME_HOST), make_browser(GLOBEX_HOST)
        _sign_in(at_home, carols_two_passwords[ACME_HOST])
        brought = at_home.cookies["rooster_session"].value
        elsewhere.cookies["rooster_session"] = brought

        _sign_in(elsewhere, carols_two_passwords[GLOBEX_HOST])

        assert elsewhere.cookies["rooster_session"].value != brought
        assert _is_signed_in(elsewhere)
        assert _is_signed_in(at_home)

    def test_cookies_are_of_one_host(self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]) -> None:
        browser = make_browser(ACME_HOST)
        _sign_in(browser, carols_two_passwords[ACME_HOST])

        domains = {name: morsel["domain"] for name, morsel in browser.cookies.items()}
        assert domains == {"rooster_session": "", "rooster_device": ""}

    def test_one_address_has_a_password_in_each_company(
        self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]
    ) -> None:
        opened = {
            (host, of): _sign_in(make_browser(host), password).status_code == 302
            for host in carols_two_passwords
            for of, password in carols_two_passwords.items()
        }

        assert {pair for pair, is_open in opened.items() if is_open} == {(host, host) for host in carols_two_passwords}

    def test_signing_out_of_one_company_leaves_the_other_open(
        self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]
    ) -> None:
        browsers = {host: make_browser(host) for host in carols_two_passwords}
        for host, browser in browsers.items():
            _sign_in(browser, carols_two_passwords[host])

        home = browsers[ACME_HOST].get("/accounts/logout/")
        browsers[ACME_HOST].post("/accounts/logout/", {"csrfmiddlewaretoken": _token(home)})

        assert not _is_signed_in(browsers[ACME_HOST])
        assert _is_signed_in(browsers[GLOBEX_HOST])


class TestFormTokens:
    def test_a_token_of_one_company_is_refused_by_the_other(
        self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]
    ) -> None:
        acme, globex = make_browser(ACME_HOST), make_browser(GLOBEX_HOST)
        acmes_token = _token(acme.get(LOGIN))
        globex.get(LOGIN)

        assert _sign_in(globex, carols_two_passwords[GLOBEX_HOST], acmes_token).status_code == 403
        assert _sign_in(acme, carols_two_passwords[ACME_HOST], acmes_token).status_code == 302

    def test_a_token_with_the_session_it_belongs_to_is_refused_too(
        self, make_browser: MakeBrowser, carols_two_passwords: dict[str, str]
    ) -> None:
        acme, globex = make_browser(ACME_HOST), make_browser(GLOBEX_HOST)
        token = _token(acme.get(LOGIN))
        globex.cookies = acme.cookies

        assert _sign_in(globex, carols_two_passwords[GLOBEX_HOST], token).status_code == 403


class TestArrivalPasses:
    def test_opens_its_own_company_once_and_no_other(self, acme: Company, globex: Company, make_browser: MakeBrowser) -> None:
        browsers = [make_browser(host) for host in (GLOBEX_HOST, ACME_HOST)]
        # The worst case: both hosts expect the same secret.
        with mock.patch("secrets.token_urlsafe", return_value="secret"):
            for browser in browsers:
                browser.get("/accounts/arrive/")
        url = f"/accounts/arrive/?pass={issue_pass(company=acme, email=CAROL, secret='secret')}"

        assert [browser.get(url)["Location"] for browser in (*browsers, browsers[1])] == [LOGIN, "/", LOGIN]


class TestResetCodes:
    @pytest.fixture
    def acmes_code(self, make_browser: MakeBrowser, carol: User, django_capture_on_commit_callbacks: Any) -> tuple[HostClient, str]:
        """A browser that has asked Acme for a code, and the code."""
        browser = make_browser(ACME_HOST)
        token = _token(browser.get("/accounts/password/reset/"))
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/accounts/password/reset/", {"email": CAROL, "csrfmiddlewaretoken": token})
        found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert found
        return browser, found[0]

    def _enter(self, browser: HostClient, code: str) -> Any:
        page = browser.get("/accounts/password/reset/confirm/")
        if page.status_code != 200:
            return page
        return browser.post("/accounts/password/reset/confirm/", {"code": code, "csrfmiddlewaretoken": _token(page)})

    def test_a_code_without_having_asked_there_leads_to_sign_in(
        self, acmes_code: tuple[HostClient, str], make_browser: MakeBrowser, globex: Company
    ) -> None:
        asked, code = acmes_code
        elsewhere = make_browser(GLOBEX_HOST)
        elsewhere.cookies = asked.cookies

        assert self._enter(elsewhere, code)["Location"] == LOGIN

    def test_a_code_is_no_answer_to_another_companys_question(
        self,
        acmes_code: tuple[HostClient, str],
        make_browser: MakeBrowser,
        globex: Company,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        asked, code = acmes_code
        elsewhere = make_browser(GLOBEX_HOST)
        token = _token(elsewhere.get("/accounts/password/reset/"))
        with django_capture_on_commit_callbacks(execute=True):
            elsewhere.post("/accounts/password/reset/", {"email": CAROL, "csrfmiddlewaretoken": token})
        assert len(mail.outbox) == 2, "Globex has mailed a code of its own"

        assert self._enter(elsewhere, code).status_code == 200, "shown again, with the mistake"
        assert self._enter(asked, code)["Location"] == "/accounts/password/reset/complete/"
