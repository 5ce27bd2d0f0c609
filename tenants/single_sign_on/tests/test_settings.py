"""The owner's page: what is entered, what is refused, and the test."""

from typing import Any

import pytest

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from tenants.accounts.models import Role, User
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.tests.conftest import SetUp, said
from tenants.single_sign_on.tests.provider import SECRET, Provider, comes
from tenants.single_sign_on.tests.test_refusals import certificate
from tests.cast import PASSWORD
from tests.isolation.world import ACME_HOST

PAGE = "/admin/single_sign_on/identityprovider/1/change/"
TEST = "/admin/single_sign_on/identityprovider/1/test/"
ENTERED = {
    "name": "Acme ID",
    "protocol": "openid_connect",
    "issuer": "https://id.acme.example",
    "client_id": "rooster",
    "new_secret": SECRET,
    "email_domains": "ACME.example, @acme.co.uk",
    "is_on": "on",
}


@pytest.fixture
def owner(alice: User) -> HostClient:
    browser = HostClient(ACME_HOST)
    assert browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})["Location"] == "/"
    return browser


def enter(owner: HostClient, **changes: Any) -> str:
    answer = owner.post(PAGE, {**ENTERED, **changes}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestEntering:
    def test_keeps_what_was_entered_and_shows_the_secret_to_nobody(self, owner: HostClient) -> None:
        page = enter(owner)

        assert "Single sign-on is saved" in page
        provider = IdentityProvider.objects.get()
        assert (provider.client_secret, provider.domains, provider.is_on) == (SECRET, ["acme.co.uk", "acme.example"], True)
        assert SECRET not in page
        event = AuditEvent.objects.get(action="single_sign_on:changed")
        assert SECRET not in str(event.after)
        assert "changed single sign-on" in sentence_of(event)
        assert "http://acme.rooster.test/accounts/sso/oidc/callback/" in page

        enter(owner, new_secret="", name="Acme")
        assert IdentityProvider.objects.get().client_secret == SECRET

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"issuer": ""}, "cannot be switched on without this"),
            ({"email_domains": ""}, "cannot be switched on without this"),
            ({"email_domains": "not a domain"}, "is no domain, such as acme.com"),
            ({"protocol": "saml"}, "cannot be switched on without this"),
            ({"is_on": "", "is_enforced": "on"}, "Switch it on first"),
            ({"is_enforced": "on"}, "Test the connection first"),
            ({"protocol": "saml", "certificate": "nonsense"}, "This is no certificate"),
            ({"protocol": "saml", "certificate": certificate(days=-1)}, "This certificate was good until"),
            ({"protocol": "magic"}, "Select a valid choice"),
        ],
        ids=["issuer", "domains", "domain", "saml", "enforced-off", "untested", "nonsense", "expired", "protocol"],
    )
    def test_refuses_what_cannot_work(self, owner: HostClient, changes: dict[str, str], words: str) -> None:
        assert words in enter(owner, **changes)
        assert not IdentityProvider.objects.exists()

    def test_refuses_an_address_without_https(self, owner: HostClient, settings: Any) -> None:
        settings.IDENTITY_PROVIDERS_MAY_BE_LOCAL = False

        assert "has to begin with https://" in enter(owner, issuer="http://id.acme.example")

    def test_is_the_owners_alone(self, owner: HostClient, bob: User) -> None:
        enter(owner)
        bob.role_assignments.create(role=Role.objects.get(code="hr"))
        role = Role.objects.create(name="Settings")
        role.grants.create(capability="settings.manage", scope="company")
        role.grants.create(capability="admin.enter", scope="company")
        bob.role_assignments.create(role=role)
        browser = HostClient(ACME_HOST)
        browser.force_login(bob)

        assert browser.post(PAGE, ENTERED).status_code in {302, 403}
        assert browser.get(TEST).status_code == 403
        assert browser.get("/accounts/sso/test/").status_code == 404


class TestTheTest:
    def test_tells_what_the_provider_tells_and_signs_nobody_in(
        self, owner: HostClient, alice: User, protocol: str, set_up: SetUp, provider: Provider
    ) -> None:
        set_up(protocol, is_on=False)
        page = owner.get(TEST).content.decode()
        assert "The provider answers at its address." in page
        assert "tone-bad" not in page

        answer = comes(protocol, owner, provider, "carol", "test/")

        assert answer.status_code == 200
        assert "carol@acme.example" in answer.content.decode()
        assert "Carol Chen" in answer.content.decode()
        assert owner.session["_auth_user_id"] == str(alice.pk)
        assert IdentityProvider.objects.get().tested_at is not None
        assert HostClient(ACME_HOST).get("/accounts/sso/").status_code == 404, "still off"

    def test_says_what_is_wrong_in_detail(self, owner: HostClient, set_up: SetUp, provider: Provider) -> None:
        set_up("openid_connect", is_on=False, client_secret="wrong")

        page = said(comes("openid_connect", owner, provider, "carol", "test/"))

        assert "invalid_client" in page
        assert IdentityProvider.objects.get().tested_at is None

    @pytest.mark.parametrize(
        ("protocol", "changes", "words"),
        [
            ("openid_connect", {"issuer": "http://127.0.0.1:9"}, "does not answer"),
            ("saml", {"sso_url": "http://127.0.0.1:9/"}, "does not answer"),
            ("saml", {"certificate": certificate(days=-1)}, "was good until"),
            ("saml", {"certificate": certificate(days=9)}, "Ask for the next one in time"),
        ],
        ids=["oidc-down", "saml-down", "expired", "expires-soon"],
    )
    def test_finds_out_without_signing_in_there(
        self, owner: HostClient, set_up: SetUp, protocol: str, changes: dict[str, Any], words: str
    ) -> None:
        set_up(protocol, **changes)

        assert words in owner.get(TEST).content.decode()

    def test_that_was_left_halfway_does_not_hold_for_the_next_sign_in(
        self, owner: HostClient, set_up: SetUp, provider: Provider
    ) -> None:
        set_up("openid_connect")
        owner.get("/accounts/sso/test/")

        assert comes("openid_connect", owner, provider, "carol")["Location"] == "/"
