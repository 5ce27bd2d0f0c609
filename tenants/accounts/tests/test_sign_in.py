"""Signing in and out on a company's host."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django_tenants.utils import tenant_context

from conftest import HostClient
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"


def labels_of(page: Any) -> set[str]:
    return {str(field.label) for field in page.context["form"]}


class TestSignIn:
    def test_a_wrong_password_is_refused_and_the_right_one_opens_home(self, acme_client: HostClient, alice: User) -> None:
        refused = acme_client.post(LOGIN, {"login": alice.email, "password": "wrong"})
        assert refused.status_code == 200
        assert "not correct" in refused.content.decode()

        opened = acme_client.post(LOGIN, {"login": alice.email.upper(), "password": PASSWORD})
        assert opened.status_code == 302
        assert opened["Location"] == "/"
        assert acme_client.session["_auth_user_id"] == str(alice.id)

    def test_the_page_wears_the_companys_name(self, acme_client: HostClient) -> None:
        assert "Sign in to Acme Robotics" in acme_client.get(LOGIN).content.decode()

    def test_goes_back_to_the_page_that_asked(self, acme_client: HostClient, alice: User) -> None:
        asked = acme_client.get("/people/?q=bob")
        assert asked["Location"] == "/accounts/login/?next=%2Fpeople%2F%3Fq%3Dbob"

        opened = acme_client.post(asked["Location"], {"login": alice.email, "password": PASSWORD, "next": "/people/?q=bob"})
        assert opened["Location"] == "/people/?q=bob"

    def test_never_leads_to_another_site(self, acme_client: HostClient, alice: User) -> None:
        opened = acme_client.post(LOGIN, {"login": alice.email, "password": PASSWORD, "next": "https://evil.example/"})

        assert opened["Location"] == "/"

    def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(self, acme_client: HostClient) -> None:
        acme_client.handler.enforce_csrf_checks = True

        answer = acme_client.post("/time/punch/", headers={"Referer": "http://acme.rooster.test/time/?month=2026-01"})

        assert answer["Location"] == "/accounts/login/?next=%2Ftime%2F%3Fmonth%3D2026-01"

    def test_a_part_of_a_page_makes_the_whole_page_go_to_sign_in(self, acme_client: HostClient) -> None:
        answer = acme_client.get("/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://acme.rooster.test/people/"})

        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fpeople%2F")

    def test_a_page_on_another_host_is_not_returned_to(self, acme_client: HostClient) -> None:
        answer = acme_client.post("/time/punch/", headers={"Referer": "https://evil.example/x"})

        assert answer["Location"] == "/accounts/login/?next=%2F"

    @pytest.mark.parametrize(("remember", "expires_with_browser"), [("", True), ("on", False)])
    def test_stays_signed_in_only_when_asked(
        self, acme_client: HostClient, alice: User, remember: str, *, expires_with_browser: bool
    ) -> None:
        acme_client.post(LOGIN, {"login": alice.email, "password": PASSWORD, "remember": remember})

        assert acme_client.session.get_expire_at_browser_close() is expires_with_browser

    def test_a_closed_account_cannot_sign_in(self, acme_client: HostClient, carol: User) -> None:
        User.objects.filter(pk=carol.pk).update(is_active=False)

        acme_client.post(LOGIN, {"login": carol.email, "password": PASSWORD})

        assert "_auth_user_id" not in acme_client.session

    def test_signs_out(self, sign_in: Callable[[User], HostClient], alice: User) -> None:
        client = sign_in(alice)

        assert client.post("/accounts/logout/")["Location"] == LOGIN
        assert client.get("/accounts/profile/").status_code == 302


def code_for(client: HostClient, email: str, capture: Any) -> str:
    """The code to choose another password with, from the mail."""
    with capture(execute=True):
        client.post("/accounts/password/reset/", {"email": email})
    return re.findall(r"\b(\d{6})\b", str(mail.outbox[-1].body))[0] if mail.outbox else ""


class TestTooManyTries:
    def test_lock_the_address_but_not_its_namesake_in_another_company(
        self, acme_client: HostClient, globex: Company, carol: User
    ) -> None:
        for _attempt in range(6):
            acme_client.post(LOGIN, {"login": carol.email, "password": "wrong"})
        locked = acme_client.post(LOGIN, {"login": carol.email, "password": PASSWORD})
        elsewhere = HostClient("globex.rooster.test").post(LOGIN, {"login": carol.email, "password": PASSWORD})

        assert "Too many failed" in locked.content.decode()
        assert elsewhere.status_code == 302

    def test_right_passwords_are_none(self, acme_client: HostClient, carol: User) -> None:
        for password in [*["wrong"] * 4, *[PASSWORD] * 3]:
            answer = acme_client.post(LOGIN, {"login": carol.email, "password": password})
            acme_client.post("/accounts/logout/")

        assert answer.status_code == 302

    def test_a_network_may_not_try_one_address_after_the_other(self, acme_client: HostClient, carol: User) -> None:
        for number in range(30):
            acme_client.post(LOGIN, {"login": f"guess{number}@acme.example", "password": "wrong"})
        locked = [acme_client.post(LOGIN, {"login": carol.email, "password": PASSWORD}) for _attempt in range(9)]
        elsewhere = acme_client.post(LOGIN, {"login": carol.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")

        assert all("Too many failed" in answer.content.decode() for answer in locked)
        assert elsewhere.status_code == 302, "the network is refused, and not the account everywhere"

    def test_end_with_a_new_password(self, acme_client: HostClient, carol: User, django_capture_on_commit_callbacks: Any) -> None:
        for _attempt in range(6):
            acme_client.post(LOGIN, {"login": carol.email, "password": "wrong"})
        code = code_for(acme_client, carol.email, django_capture_on_commit_callbacks)
        acme_client.post("/accounts/password/reset/confirm/", {"code": code})
        new = "violet anchor mellow tractor"
        acme_client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
        acme_client.post("/accounts/logout/")

        assert acme_client.post(LOGIN, {"login": carol.email, "password": new}).status_code == 302


class TestResettingAPassword:
    def test_with_the_code_of_the_mail(self, acme_client: HostClient, carol: User, django_capture_on_commit_callbacks: Any) -> None:
        code = code_for(acme_client, carol.email, django_capture_on_commit_callbacks)
        message = mail.outbox[-1]
        assert isinstance(message, mail.EmailMultiAlternatives)
        assert message.subject == f"{code} is your code for Acme Robotics"
        assert f'<p class="code">{code}</p>' in str(message.alternatives[0][0])

        wrong = acme_client.post("/accounts/password/reset/confirm/", {"code": "000000" if code != "000000" else "1"})
        assert "Incorrect code" in wrong.content.decode()
        right = acme_client.post("/accounts/password/reset/confirm/", {"code": code})
        assert right["Location"] == "/accounts/password/reset/complete/"
        assert {"New password", "New password, again"} <= labels_of(acme_client.get(right["Location"]))
        weak = acme_client.post(right["Location"], {"password1": "password123", "password2": "password123"})
        assert "easily guessed" in weak.content.decode()
        done = acme_client.post(
            right["Location"], {"password1": "violet anchor mellow tractor", "password2": "violet anchor mellow tractor"}
        )

        assert done.status_code == 302
        carol.refresh_from_db()
        assert carol.check_password("violet anchor mellow tractor")

    def test_a_code_is_worthless_on_another_companys_host(
        self, acme_client: HostClient, globex: Company, carol: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        code = code_for(acme_client, carol.email, django_capture_on_commit_callbacks)
        elsewhere = HostClient("globex.rooster.test")
        elsewhere.cookies = acme_client.cookies

        answer = elsewhere.post("/accounts/password/reset/confirm/", {"code": code})

        assert answer["Location"] == LOGIN
        with tenant_context(globex):
            assert User.objects.get(email=carol.email).check_password(PASSWORD)

    def test_an_unknown_address_gets_the_same_page_and_no_mail(
        self, acme_client: HostClient, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = acme_client.post("/accounts/password/reset/", {"email": "nobody@acme.example"})

        assert answer["Location"] == "/accounts/password/reset/confirm/"
        assert mail.outbox == []

    def test_the_welcome_mails_link_fills_the_address_in(self, acme_client: HostClient) -> None:
        page = acme_client.get("/accounts/password/reset/?email=new%40acme.example").content.decode()

        assert 'value="new@acme.example"' in page


def test_the_page_to_change_a_password_writes_its_labels_like_every_other(
    sign_in: Callable[[User], HostClient], dave: User
) -> None:
    page = sign_in(dave).get("/accounts/password/change/")

    assert labels_of(page) == {"Current password", "New password", "New password, again"}


class TestProfile:
    def test_says_what_one_may_do(self, sign_in: Callable[[User], HostClient], dave: User) -> None:
        page = sign_in(dave).get("/accounts/profile/").content.decode()

        assert "Payroll" in page
        assert "Open the company administration" in page
        assert "Add and change people" not in page
