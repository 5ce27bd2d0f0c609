"""People come through a real identity provider, by both protocols."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.audit.models import AuditEvent
from hr.people.actions import end_employment, hire_employee
from hr.people.models import Employee
from tenants.accounts.actions import create_user, deactivate_account
from tenants.accounts.models import SignIn, User
from tenants.companies.models import Company
from tenants.invitations.actions import invite
from tenants.invitations.models import Invitation
from tenants.sign_in.actions import change_policy
from tenants.single_sign_on.tests.conftest import SetUp, said
from tenants.single_sign_on.tests.provider import Provider, comes
from tests.isolation.world import ACME_HOST, GLOBEX_HOST

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def hire_erin(alice: User) -> Employee:
    return hire_employee(
        first_name="Erin",
        last_name="Eld",
        work_email="erin@acme.example",
        start_date=date(2026, 3, 2),
        today=NOW.date(),
        acting_user=alice,
    )


@pytest.fixture
def come(protocol: str, provider: Provider, set_up: SetUp) -> Any:
    """Set the provider up, and come through it."""

    def came(username: str, browser: HostClient | None = None, **changes: Any) -> Any:
        set_up(protocol, **changes)
        return comes(protocol, browser or HostClient(ACME_HOST), provider, username)

    return came


class TestSomebodyWithAnAccount:
    def test_comes_in_and_is_known_the_next_time(self, carol: User, come: Any) -> None:
        browser = HostClient(ACME_HOST)

        assert come("carol", browser)["Location"] == "/"
        assert browser.get("/").status_code == 200
        known = SocialAccount.objects.get()
        assert (known.user, known.extra_data) == (carol, {})
        assert SignIn.objects.get().method == "provider"

        assert come("carol", HostClient(ACME_HOST))["Location"] == "/"
        assert SocialAccount.objects.count() == 1

    def test_lands_where_they_were_going(self, protocol: str, carol: User, provider: Provider, set_up: SetUp) -> None:
        set_up(protocol)

        for wanted, landed in (("/people/", "/people/"), ("https://elsewhere.example/", "/")):
            assert comes(protocol, HostClient(ACME_HOST), provider, "carol", next=wanted)["Location"] == landed

    def test_is_found_by_address_anew_when_the_company_changes_its_provider(
        self, protocol: str, carol: User, come: Any, set_up: SetUp
    ) -> None:
        come("carol")
        set_up(protocol, issuer="http://127.0.0.1:9", entity_id="another")

        assert not SocialAccount.objects.exists()

    def test_stays_out_when_the_account_is_closed(self, alice: User, carol: User, come: Any) -> None:
        come("carol")
        deactivate_account(user=carol, acting_user=alice)

        assert "has been closed" in said(come("carol"))
        SocialAccount.objects.all().delete()
        assert "has been closed" in said(come("carol"))

    def test_stays_out_when_the_domain_is_taken_off_the_list(self, carol: User, come: Any) -> None:
        come("carol")

        assert "not this company’s" in said(come("carol", domains=["acme.com"]))

    def test_needs_no_second_factor_of_ours(self, alice: User, carol: User, come: Any) -> None:
        change_policy(acting_user=alice, now=NOW, second_factor="required", second_factor_grace_days=0)
        browser = HostClient(ACME_HOST)
        come("carol", browser)

        assert browser.get("/").status_code == 200

    def test_has_accepted_an_invitation_by_it(self, acme: Company, alice: User, come: Any) -> None:
        erin = create_user(
            email="erin@acme.example",
            full_name="Erin Eld",
            password_hash=None,
            roles=["employee"],
            is_verified=False,
            acting_user=alice,
            now=NOW,
        )
        invite(user=erin, company=acme, acting_user=alice, now=NOW)

        assert come("erin")["Location"] == "/"
        assert Invitation.objects.get().accepted_at is not None


class TestSomebodyWithoutAnAccount:
    def test_gets_one_where_the_company_wants_that(self, alice: User, come: Any) -> None:
        erin = hire_erin(alice)
        browser = HostClient(ACME_HOST)

        assert come("erin", browser, creates_accounts=True)["Location"] == "/"

        user = User.objects.get(email="erin@acme.example")
        erin.refresh_from_db()
        assert erin.user == user
        assert (user.full_name, [role.code for role in user.roles.all()], user.has_usable_password()) == (
            "Erin Eld",
            ["employee"],
            False,
        )
        assert browser.get("/").status_code == 200
        assert AuditEvent.objects.filter(action="account:connected").get().after == {"provider": "Acme ID"}

    def test_gets_none_after_their_last_day(self, alice: User, come: Any) -> None:
        end_employment(employee=hire_erin(alice), last_day=date(2026, 3, 9), today=NOW.date(), acting_user=alice)

        assert "has been closed" in said(come("erin", creates_accounts=True))
        assert not User.objects.filter(email="erin@acme.example").exists()

    def test_is_told_to_ask_for_one_otherwise(self, come: Any) -> None:
        assert "Ask your HR to invite you" in said(come("erin"))
        assert not User.objects.filter(email="erin@acme.example").exists()

    def test_gets_none_in_another_domain(self, come: Any) -> None:
        assert "not this company’s" in said(come("stranger", creates_accounts=True))

    def test_gets_none_without_an_address(self, come: Any) -> None:
        assert "did not send your e-mail address" in said(come("nameless", creates_accounts=True))


def test_one_companys_provider_is_nothing_to_another(globex: Company, protocol: str, set_up: SetUp) -> None:
    set_up(protocol)
    elsewhere = HostClient(GLOBEX_HOST)

    assert "Acme ID" not in elsewhere.get("/accounts/login/").content.decode()
    for path in ("", "oidc/callback/?code=x&state=y", "saml/acs/finish/"):
        assert elsewhere.get(f"/accounts/sso/{path}").status_code == 404, path


def test_the_sign_in_page_offers_it_without_asking_the_database_more(set_up: SetUp, carol: User) -> None:
    def page() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = HostClient(ACME_HOST).get("/accounts/login/?next=/people/")
        return answer.content.decode(), len(asked)

    page()
    without, few = page()
    set_up("openid_connect")
    offered, as_few = page()

    assert "Acme ID" not in without
    assert "Sign in with Acme ID" in offered
    assert "/accounts/sso/?next=/people/" in offered
    assert few == as_few
