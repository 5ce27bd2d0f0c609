"""What a provider can do wrong, or somebody between it and us, and what people are told then."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.test import override_settings

from conftest import HostClient
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.single_sign_on.actions import Told, find_account
from tenants.single_sign_on.adapter import _told_by
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.network import provider_session
from tenants.single_sign_on.refusals import AddressNotVerified, NoAddress, NotPublic, NotUnderstood, OtherDomain
from tenants.single_sign_on.tests.conftest import SetUp, said
from tenants.single_sign_on.tests.provider import Provider, asks, brings_assertion, comes, oidc_answer, saml_answer
from tests.isolation.world import ACME_HOST

NOT_GENUINE = "not signed as it should be"
NOT_ASKED_FOR = "used already, is too old, or was meant for another browser"


def certificate(*, days: int) -> str:
    """Of a key that no provider has, good until so many days from now."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = builder.not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days)).sign(key, SHA256())
    return signed.public_bytes(Encoding.PEM).decode()


class TestBothProtocols:
    def test_an_answer_counts_once_and_for_the_browser_that_asked(
        self, protocol: str, set_up: SetUp, provider: Provider, carol: User
    ) -> None:
        set_up(protocol)
        browser = HostClient(ACME_HOST)
        asked = asks(browser)
        if protocol == "saml":
            fields = saml_answer(provider, asked, "carol")
            tries = [lambda who: brings_assertion(who, fields)] * 3
        else:
            path = oidc_answer(provider, asked, "carol")
            tries = [lambda who: who.get(path)] * 3

        assert NOT_ASKED_FOR in said(tries[0](HostClient(ACME_HOST)))
        assert not SocialAccount.objects.exists()

        if protocol == "saml":
            assert tries[1](browser)["Location"] == "/"
            assert NOT_ASKED_FOR in said(tries[2](browser))

    def test_a_clock_that_is_off_is_named(self, protocol: str, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up(protocol)
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=3)):
            assert "By our clock" in said(comes(protocol, HostClient(ACME_HOST), provider, "carol"))


class TestOpenIdConnect:
    def test_an_answer_counts_once(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("openid_connect")
        browser = HostClient(ACME_HOST)
        path = oidc_answer(provider, asks(browser), "carol")

        assert browser.get(path)["Location"] == "/"
        assert NOT_ASKED_FOR in said(browser.get(path))

    @pytest.mark.parametrize(
        ("facts", "is_verified"),
        [({"email_verified": True}, True), ({"email_verified": "true"}, True), ({"email_verified": False}, False), ({}, False)],
        ids=["yes", "as-text", "no", "silent"],
    )
    def test_an_address_counts_only_if_the_provider_stands_in_for_it(
        self, set_up: SetUp, carol: User, facts: dict[str, Any], is_verified: bool
    ) -> None:
        known = set_up("openid_connect")
        told = _told_by(known, {"userinfo": {"sub": "1", "email": carol.email, **facts}}, {})
        if is_verified:
            assert find_account(provider=known, told=told) == carol
        else:
            with pytest.raises(AddressNotVerified):
                find_account(provider=known, told=told)
            assert find_account(provider=set_up("openid_connect", trusts_addresses=True), told=told) == carol

    def test_two_tellings_of_different_people_are_refused(self, set_up: SetUp) -> None:
        raw = {"id_token": {"sub": "1", "email": "a@acme.example"}, "userinfo": {"sub": "2"}}

        with pytest.raises(NotUnderstood):
            _told_by(set_up("openid_connect"), raw, {})

    def test_of_google_only_accounts_of_the_companys_own_domain_come_in(self) -> None:
        google = IdentityProvider(issuer="https://accounts.google.com", domains=["acme.example"])
        info = {"sub": "1", "email": "carol@acme.example", "email_verified": True}

        for private in ({}, {"hd": "elsewhere.example"}):
            with pytest.raises(OtherDomain):
                _told_by(google, {"userinfo": info | private}, {})
        assert _told_by(google, {"userinfo": info | {"hd": "acme.example"}}, {}) == Told("carol@acme.example", True, "")

    @pytest.mark.parametrize("email", ["\u212aarol@acme.example", "carol@acme.example\u200b", "caro\u2113@acme.example"])
    def test_an_address_that_only_looks_like_somebodys_is_none(self, set_up: SetUp, email: str) -> None:
        """The first sign is the unit of temperature, which in small letters is a k."""
        known = set_up("openid_connect")
        saml = IdentityProvider(protocol="saml", domains=["acme.example"])
        for told in (
            _told_by(known, {"userinfo": {"sub": "1", "email": email, "email_verified": True}}, {}),
            # allauth has written it in small letters already.
            _told_by(saml, {"mail": [email]}, {"email": email.lower()}),
        ):
            with pytest.raises(NoAddress):
                find_account(provider=known, told=told)

    def test_a_wrong_secret(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("openid_connect", client_secret="wrong")

        assert "the client secret may be wrong" in said(comes("openid_connect", HostClient(ACME_HOST), provider, "carol"))

    def test_a_provider_that_does_not_answer(self, set_up: SetUp) -> None:
        set_up("openid_connect", issuer="http://127.0.0.1:9")

        assert "does not answer" in said(HostClient(ACME_HOST).get("/accounts/sso/"))

    def test_an_address_where_something_else_answers(self, set_up: SetUp, provider: Provider) -> None:
        set_up("openid_connect", issuer=f"{provider.url}/saml/metadata")

        assert "do not understand" in said(HostClient(ACME_HOST).get("/accounts/sso/"))

    @override_settings(IDENTITY_PROVIDERS_MAY_BE_LOCAL=False)
    @pytest.mark.parametrize("issuer", ["https://localhost:{port}", "http://example.com", "https://127.0.0.1:{port}"])
    def test_our_servers_do_not_follow_it_into_their_own_network(self, set_up: SetUp, provider: Provider, issuer: str) -> None:
        set_up("openid_connect", issuer=issuer.format(port=provider.url.rpartition(":")[2]))

        assert "not on the public internet" in said(HostClient(ACME_HOST).get("/accounts/sso/"))

    def test_somebody_who_thinks_better_of_it(self, set_up: SetUp) -> None:
        set_up("openid_connect")
        browser = HostClient(ACME_HOST)
        state = asks(browser).partition("state=")[2].partition("&")[0]

        answer = browser.get(f"/accounts/sso/oidc/callback/?error=access_denied&state={state}")

        assert "You did not sign in at your identity provider" in said(answer)

    def test_nobody_connects_their_own_account_with_somebody_elses_at_the_provider(
        self, set_up: SetUp, provider: Provider, bob: User, carol: User
    ) -> None:
        set_up("openid_connect")
        browser = HostClient(ACME_HOST)
        browser.force_login(carol)

        comes("openid_connect", browser, provider, "bob", process="connect")

        assert SocialAccount.objects.get().user == bob


def test_of_a_body_without_end_only_a_megabyte_is_read(provider: Provider, tmp_path: Any) -> None:
    with provider_session() as session:
        assert session.get(f"{provider.url}/.well-known/openid-configuration").json()["issuer"] == provider.url


@override_settings(IDENTITY_PROVIDERS_MAY_BE_LOCAL=False)
def test_plain_http_is_refused_before_anybody_is_asked() -> None:
    with provider_session() as session, pytest.raises(NotPublic):
        session.get("http://example.com/")


class TestSaml:
    def test_an_address_that_the_provider_calls_unverified(self, set_up: SetUp, provider: Provider, dave: User) -> None:
        set_up("saml")

        assert "does not say that your e-mail address is verified" in said(
            comes("saml", HostClient(ACME_HOST), provider, "doubtful")
        )

    def test_an_assertion_that_was_changed(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("saml")
        browser = HostClient(ACME_HOST)
        fields = saml_answer(provider, asks(browser), "stranger")
        forged = base64.b64decode(fields["SAMLResponse"]).replace(b"carol@elsewhere.example", b"carol@acme.example")

        answer = brings_assertion(browser, {**fields, "SAMLResponse": base64.b64encode(forged).decode()})

        assert NOT_GENUINE in said(answer)

    def test_an_assertion_whose_signature_was_cut_out(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("saml")
        browser = HostClient(ACME_HOST)
        fields = saml_answer(provider, asks(browser), "carol")
        text = base64.b64decode(fields["SAMLResponse"]).decode()
        begin, end = text.index("<ds:Signature"), text.rindex("</ds:Signature>") + len("</ds:Signature>")
        unsigned = base64.b64encode((text[:begin] + text[end:]).encode()).decode()

        assert NOT_GENUINE in said(brings_assertion(browser, {**fields, "SAMLResponse": unsigned}))

    def test_an_assertion_signed_with_another_key(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("saml", certificate=certificate(days=90))

        assert NOT_GENUINE in said(comes("saml", HostClient(ACME_HOST), provider, "carol"))

    def test_a_certificate_that_has_expired(self, set_up: SetUp) -> None:
        set_up("saml", certificate=certificate(days=-1))

        assert "has to enter the new one here" in said(HostClient(ACME_HOST).get("/accounts/sso/"))

    def test_an_assertion_of_another_provider(self, set_up: SetUp, provider: Provider, carol: User) -> None:
        set_up("saml", entity_id="https://somebody.else.example")

        assert "by another provider" in said(comes("saml", HostClient(ACME_HOST), provider, "carol"))

    @pytest.mark.parametrize("nonsense", ["", "x", "PHgvPg==", "%", "A" * 200_001], ids=["empty", "x", "xml", "sign", "long"])
    def test_nonsense(self, set_up: SetUp, nonsense: str) -> None:
        set_up("saml")

        answer = HostClient(ACME_HOST).post("/accounts/sso/saml/acs/", {"SAMLResponse": nonsense}, follow=True)

        assert "do not understand" in said(answer)

    def test_the_metadata_names_our_addresses_before_anything_is_entered(self, acme: Company) -> None:
        metadata = HostClient(ACME_HOST).get("/accounts/sso/saml/metadata/").content.decode()

        assert 'entityID="http://acme.rooster.test/accounts/sso/saml/metadata/"' in metadata
        assert "http://acme.rooster.test/accounts/sso/saml/acs/" in metadata
