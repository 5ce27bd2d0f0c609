"""Setting second factors up, signing in with them, losing them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from core.encryption import CannotDecrypt
from tenants.accounts.actions import BeyondOwnRights, OwnAccount, change_roles, remove_second_factors
from tenants.accounts.models import Role, User
from tenants.companies.models import Company
from tests.cast import PASSWORD

ACME = "acme.rooster.test"
INDEX = "/accounts/two-step/"


def code_of(secret: str, step: int = 1) -> str:
    """What an app shows now; or one step of 30 seconds before or after, for the second code of one test."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step])))


def signed_in(email: str = "carol@acme.example") -> HostClient:
    """A browser with the password entered just now."""
    browser = HostClient(ACME)
    browser.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return browser


@pytest.fixture
def secret(carol: User) -> str:
    """Carol's app is set up."""
    secret = str(generate_totp_secret())
    TOTP.activate(carol, secret)
    RecoveryCodes.activate(carol)
    return secret


class TestSettingUp:
    def test_an_app_is_switched_on_by_its_first_code(self, carol: User, django_capture_on_commit_callbacks: Any) -> None:
        browser = signed_in()
        page = browser.get(f"{INDEX}app/add/").content.decode()
        found = re.search(r'class="totp-key">(\w+)<', page)
        assert found
        assert "data:image/svg+xml" in page
        refused = browser.post(f"{INDEX}app/add/", {"code": "000000"})
        assert "This code is not right" in refused.content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(f"{INDEX}app/add/", {"code": code_of(found[1])})

        assert answer["Location"] == f"{INDEX}recovery-codes/"
        assert len(re.findall(r"<code>\d{8}</code>", browser.get(answer["Location"]).content.decode())) == 10
        stored = Authenticator.objects.get(user=carol, type="totp").data["secret"]
        assert found[1] not in stored
        assert decrypt(stored) == found[1]
        assert mail.outbox[-1].subject.endswith("asks for a code now")

    def test_the_trail_tells_of_it(self, carol: User, django_capture_on_commit_callbacks: Any) -> None:
        browser = signed_in()
        found = re.search(r'class="totp-key">(\w+)<', browser.get(f"{INDEX}app/add/").content.decode())
        assert found
        for path, entered in (("app/add/", {"code": code_of(found[1])}), ("recovery-codes/new/", {}), ("app/remove/", {})):
            with django_capture_on_commit_callbacks(execute=True):
                browser.post(f"{INDEX}{path}", entered)

        assert [sentence_of(event) for event in AuditEvent.objects.filter(actor_id=carol.pk).order_by("occurred_at")] == [
            "Carol Chen set up an authenticator app as a second step of signing in.",
            "Carol Chen made new recovery codes.",
            "Carol Chen removed the authenticator app from signing in.",
        ]

    def test_it_asks_again_who_one_is(self, carol: User, sign_in: Callable[[User], HostClient]) -> None:
        """`sign_in` opens a session without a password."""
        browser = sign_in(carol)

        answer = browser.get(f"{INDEX}app/add/")
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
        again = browser.post(answer["Location"], {"password": PASSWORD})
        assert again["Location"] == f"{INDEX}app/add/"
        assert browser.get(again["Location"]).status_code == 200

    def test_the_page_lists_what_there_is(self, secret: str) -> None:
        browser = signed_in()
        browser.post(f"{INDEX}authenticate/", {"code": code_of(secret)})

        page = browser.get(INDEX).content.decode()

        assert "Remove the app" in page
        assert "10 codes are left" in page


class TestSigningIn:
    def test_takes_the_password_and_then_the_code(self, secret: str) -> None:
        browser = HostClient(ACME)
        answer = browser.post("/accounts/login/", {"login": "carol@acme.example", "password": PASSWORD})
        assert answer["Location"] == f"{INDEX}authenticate/"
        assert browser.get("/").status_code == 302, "not in yet"
        assert browser.get(f"{INDEX}authenticate/").status_code == 200

        assert "This code is not right" in browser.post(f"{INDEX}authenticate/", {"code": "000000"}).content.decode()
        assert browser.post(f"{INDEX}authenticate/", {"code": code_of(secret)})["Location"] == "/"
        assert browser.get("/").status_code == 200

    def test_takes_no_code_twice(self, secret: str) -> None:
        code = code_of(secret)
        assert signed_in().post(f"{INDEX}authenticate/", {"code": code}).status_code == 302

        assert "was used already" in signed_in().post(f"{INDEX}authenticate/", {"code": code}).content.decode()

    def test_takes_each_recovery_code_once(self, carol: User, secret: str) -> None:
        code = RecoveryCodes(Authenticator.objects.get(user=carol, type="recovery_codes")).get_unused_codes()[0]
        assert signed_in().post(f"{INDEX}authenticate/", {"code": code}).status_code == 302
        assert signed_in().post(f"{INDEX}authenticate/", {"code": code}).status_code == 200

    def test_counts_wrong_codes(self, secret: str) -> None:
        browser = signed_in()
        for _attempt in range(6):
            answer = browser.post(f"{INDEX}authenticate/", {"code": "000000"})

        assert "Too many failed login attempts" in answer.content.decode()

    def test_offers_a_passkey_and_refuses_nonsense(self, carol: User) -> None:
        browser = HostClient(ACME)
        assert "data-passkey" in browser.get("/accounts/login/").content.decode()
        options = browser.get(f"{INDEX}passkeys/sign-in/", headers={"x-requested-with": "XMLHttpRequest"}).json()
        assert options["request_options"]["publicKey"]["rpId"] == ACME
        for nonsense in ("", "{}", "[]", '{"id": "x"}', '{"id":"eA","rawId":"eA","type":"public-key","response":{}}'):
            assert browser.post(f"{INDEX}passkeys/sign-in/", {"credential": nonsense}).status_code == 302
        assert browser.get("/").status_code == 302

    def test_without_a_factor_asks_nothing_more_of_the_database(self, carol: User) -> None:
        browser = HostClient(ACME)
        browser.get("/accounts/login/")
        with CaptureQueriesContext(connection) as asked:
            browser.post("/accounts/login/", {"login": "carol@acme.example", "password": PASSWORD})

        statements = [query["sql"] for query in asked if "mfa_authenticator" in query["sql"]]
        assert len(statements) == 1
        assert 'FROM "account_emailaddress"' in statements[0], "it comes along with the addresses"


class TestLosingThem:
    def test_an_administrator_resets_them_and_the_person_is_told(
        self, alice: User, carol: User, secret: str, sign_in: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(alice, has_proved=True).post(f"/admin/accounts/user/{carol.pk}/reset-second-factors/")

        assert not Authenticator.objects.filter(user=carol).exists()
        assert mail.outbox[-1].to == ["carol@acme.example"]
        assert "Alice Archer has removed" in str(mail.outbox[-1].body)
        assert AuditEvent.objects.filter(action="account:second_factors_removed", object_id=str(carol.pk)).exists()
        assert signed_in().get("/").status_code == 200

    def test_but_not_of_somebody_who_may_do_more_nor_their_own(self, alice: User, bob: User) -> None:
        change_roles(user=bob, roles=[Role.objects.get(code="hr")], acting_user=alice)
        with pytest.raises(BeyondOwnRights):
            remove_second_factors(user=alice, acting_user=User.objects.get(pk=bob.pk))
        with pytest.raises(OwnAccount):
            remove_second_factors(user=alice, acting_user=alice)


def test_a_secret_of_one_company_is_nothing_in_another(acme: Company, globex: Company, carol: User, secret: str) -> None:
    stored = Authenticator.objects.get(user=carol, type="totp").data["secret"]
    with tenant_context(globex), pytest.raises(CannotDecrypt):
        decrypt(stored)
