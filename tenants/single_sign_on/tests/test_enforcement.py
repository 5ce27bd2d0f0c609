"""Where the provider is the only way in, owners keep theirs."""

import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail

from conftest import HostClient
from tenants.accounts.actions import change_roles
from tenants.accounts.models import Role, SignIn, User
from tenants.sign_in.actions import OwnersComeByPassword, change_policy
from tenants.sign_in.tests.test_second_factors import code_of
from tenants.single_sign_on.actions import change_provider, note_test
from tenants.single_sign_on.adapter import _told_by
from tenants.single_sign_on.models import IdentityProvider
from tenants.single_sign_on.refusals import NotTested, OwnersNeedTwoSteps, OwnersOnly
from tenants.single_sign_on.tests.conftest import SetUp
from tenants.single_sign_on.tests.provider import Provider, asks, comes
from tests.cast import PASSWORD
from tests.isolation.world import ACME_HOST

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def enforced(alice: User, set_up: SetUp) -> IdentityProvider:
    note_test(provider=set_up("openid_connect"), now=NOW)
    change_policy(acting_user=alice, now=NOW, second_factor="required", second_factor_grace_days=90)
    TOTP.activate(alice, SECRET)
    return change_provider(acting_user=alice, is_enforced=True)


def signs_in(email: str) -> Any:
    return HostClient(ACME_HOST).post("/accounts/login/", {"login": email, "password": PASSWORD}, follow=True)


class TestTheOnlyWayIn:
    def test_is_the_only_one_but_for_owners(self, enforced: IdentityProvider, alice: User, carol: User) -> None:
        refused = signs_in("carol@acme.example")
        assert "wants you to sign in with Acme ID" in refused.content.decode()
        assert not SignIn.objects.filter(user=carol, succeeded=True).exists()

        browser = HostClient(ACME_HOST)
        browser.post("/accounts/login/", {"login": "alice@acme.example", "password": PASSWORD})
        assert browser.post("/accounts/two-step/authenticate/", {"code": code_of(SECRET)})["Location"] == "/"
        assert SignIn.objects.get(user=alice).succeeded

    def test_is_the_only_one_for_owners_without_a_second_step(self, enforced: IdentityProvider, alice: User, bob: User) -> None:
        change_roles(user=bob, roles=Role.objects.filter(code="owner"), acting_user=alice)

        assert "wants you to sign in with Acme ID" in signs_in("bob@acme.example").content.decode()

    def test_ends_the_sessions_that_began_otherwise(
        self, alice: User, carol: User, set_up: SetUp, provider: Provider, sign_in: Any
    ) -> None:
        known = set_up("openid_connect")
        browsers = [HostClient(ACME_HOST) for _ in range(3)]
        for browser, who in ((browsers[0], "alice"), (browsers[1], "carol")):
            browser.post("/accounts/login/", {"login": f"{who}@acme.example", "password": PASSWORD, "remember": "on"})
        comes("openid_connect", browsers[2], provider, "carol")
        note_test(provider=known, now=NOW)
        change_policy(acting_user=alice, now=NOW, second_factor="required", second_factor_grace_days=90)
        TOTP.activate(alice, SECRET)
        change_provider(acting_user=alice, is_enforced=True)

        assert [browser.get("/").status_code for browser in browsers] == [200, 302, 200]

    def test_does_not_keep_who_has_left_from_their_payslips(self, enforced: IdentityProvider, carol: User) -> None:
        User.objects.filter(pk=carol.pk).update(access_ends_at=NOW)

        signs_in("carol@acme.example")

        assert SignIn.objects.get(user=carol).succeeded

    def test_lets_people_through_the_provider(self, enforced: IdentityProvider, carol: User, provider: Provider) -> None:
        assert comes("openid_connect", HostClient(ACME_HOST), provider, "carol")["Location"] == "/"

    def test_is_not_gone_round_by_a_new_password(
        self, enforced: IdentityProvider, carol: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = HostClient(ACME_HOST)
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/accounts/password/reset/", {"email": "carol@acme.example"})
        found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
        assert found
        browser.post("/accounts/password/reset/confirm/", {"code": found[0]})
        new = "four other words, thrice over"
        browser.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})

        assert browser.get("/").status_code == 302
        assert not SignIn.objects.filter(user=carol, succeeded=True).exists()


class TestSwitchingItOn:
    def test_needs_a_test_first(self, alice: User, set_up: SetUp) -> None:
        known = set_up("openid_connect")
        with pytest.raises(NotTested):
            change_provider(acting_user=alice, is_enforced=True)

        note_test(provider=known, now=NOW)
        change_provider(acting_user=alice, client_secret="another")
        with pytest.raises(NotTested):
            change_provider(acting_user=alice, is_enforced=True)

    def test_needs_a_second_step_of_owners(self, alice: User, set_up: SetUp) -> None:
        note_test(provider=set_up("openid_connect"), now=NOW)
        for rule in ("required", "off", "optional"):
            change_policy(acting_user=alice, now=NOW, second_factor=rule)
            with pytest.raises(OwnersNeedTwoSteps):
                change_provider(acting_user=alice, is_enforced=True)
            Authenticator.objects.get_or_create(user=alice, type="totp", defaults={"data": {}})

    def test_keeps_that_second_step(self, enforced: IdentityProvider, alice: User, bob: User) -> None:
        others = [role.pk for role in bob.roles.all()]
        for changes in ({"second_factor": "optional"}, {"second_factor_roles": others}):
            with pytest.raises(OwnersComeByPassword):
                change_policy(acting_user=alice, now=NOW, **changes)

        owners = [role.pk for role in alice.roles.all()]
        change_policy(acting_user=alice, now=NOW, second_factor_roles=owners)
        change_provider(acting_user=alice, is_enforced=False)
        change_policy(acting_user=alice, now=NOW, second_factor="off")

    def test_is_the_owners_alone(self, alice: User, bob: User) -> None:
        with pytest.raises(OwnersOnly):
            change_provider(acting_user=bob, name="Bob’s")
        change_provider(acting_user=alice, name="Alice’s")


class TestProvingAgainWhoOneIs:
    def test_is_done_at_the_provider(self, protocol: str, carol: User, set_up: SetUp, provider: Provider) -> None:
        set_up(protocol)
        browser = HostClient(ACME_HOST)
        comes(protocol, browser, provider, "carol")
        # The provider may have let whoever sits there pass, since it knows the browser.
        asked = browser.get("/accounts/two-step/app/add/")
        assert asked["Location"] == "/accounts/sso/again/?next=%2Faccounts%2Ftwo-step%2Fapp%2Fadd%2F"
        comes(protocol, browser, provider, "carol", next="/accounts/two-step/app/add/")
        assert browser.get("/accounts/two-step/app/add/").status_code == 302
        back = comes(protocol, browser, provider, "carol", "again/", next="/accounts/two-step/app/add/")

        assert back["Location"] == "/accounts/two-step/app/add/"
        assert browser.get(back["Location"]).status_code == 200

    def test_asks_the_provider_not_to_take_its_own_session_for_an_answer(self, carol: User, set_up: SetUp) -> None:
        set_up("openid_connect")
        browser = HostClient(ACME_HOST)
        browser.force_login(carol)

        assert "max_age=0" in asks(browser, "again/")
        assert "prompt=login" in asks(browser, "again/")
        assert "prompt=" not in asks(browser)

    @pytest.mark.parametrize(("ago", "counts"), [(10, True), (1000, False), (None, True)], ids=["now", "earlier", "silent"])
    def test_a_provider_that_says_it_asked_earlier_is_believed(self, set_up: SetUp, ago: int | None, counts: bool) -> None:
        said = {} if ago is None else {"auth_time": int(time.time()) - ago}
        raw = {"id_token": {"sub": "1", **said}, "userinfo": {"sub": "1", "email": "carol@acme.example"}}

        assert _told_by(set_up("openid_connect"), raw, {}).was_asked_just_now == counts
