"""What a company demands."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from tenants.accounts.models import Role, User
from tenants.sign_in.actions import change_policy
from tenants.sign_in.models import SignInPolicy
from tenants.sign_in.tests.test_second_factors import INDEX, signed_in

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FORM = "/admin/sign_in/signinpolicy/1/change/"


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def require(alice: User) -> Callable[..., SignInPolicy]:
    def required(*roles: str, days: int = 0) -> SignInPolicy:
        keys = [role.pk for role in Role.objects.filter(code__in=roles)]
        return change_policy(
            acting_user=alice, now=NOW, second_factor="required", second_factor_roles=keys, second_factor_grace_days=days
        )

    return required


def test_who_misses_a_second_factor_sets_one_up_first(carol: User, require: Any) -> None:
    require()
    browser = signed_in()

    answer = browser.get("/", follow=True)

    assert answer.redirect_chain == [(INDEX, 302)]
    assert "requires two-step sign-in of you" in answer.content.decode()
    assert browser.get(f"{INDEX}app/add/").status_code == 200
    TOTP.activate(carol, generate_totp_secret())
    assert browser.get("/").status_code == 200


def test_until_the_days_are_over_people_are_reminded_once(carol: User, require: Any) -> None:
    require(days=7)
    browser = signed_in()

    assert "until 17/03/2026" in browser.get("/").content.decode()
    assert "until 17/03/2026" not in browser.get("/").content.decode()
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert signed_in().get("/")["Location"] == INDEX


def test_the_days_of_a_younger_account_count_from_when_it_was_made(carol: User, require: Any) -> None:
    require(days=7)
    User.objects.filter(pk=carol.pk).update(date_joined=NOW + timedelta(days=5))
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        assert signed_in().get("/").status_code == 200
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        assert signed_in().get("/").status_code == 302


def test_it_is_required_of_the_roles_that_are_named(require: Any) -> None:
    require("manager", "hr")

    assert signed_in("carol@acme.example").get("/").status_code == 200
    assert signed_in("bob@acme.example").get("/")["Location"] == INDEX


def test_the_last_one_is_not_removed(carol: User, require: Any) -> None:
    browser = signed_in()
    TOTP.activate(carol, generate_totp_secret())
    require()

    answer = browser.post(f"{INDEX}app/remove/")

    assert "this is your last one" in answer.content.decode()
    assert Authenticator.objects.filter(user=carol).exists()


def test_off_means_that_nothing_is_offered_or_asked(alice: User, carol: User) -> None:
    TOTP.activate(carol, generate_totp_secret())
    change_policy(acting_user=alice, now=NOW, second_factor="off")

    browser = signed_in()

    assert browser.get("/").status_code == 200
    assert browser.get(INDEX).status_code == 404
    assert "data-passkey" not in HostClient("acme.rooster.test").get("/accounts/login/").content.decode()
    assert HostClient("acme.rooster.test").post(f"{INDEX}passkeys/sign-in/", {"credential": "{}"}).status_code == 404


def test_a_page_costs_nothing_more_where_nothing_is_required_nor_for_ten_minutes_where_it_is(carol: User, require: Any) -> None:
    browser = signed_in()

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/accounts/profile/")
        return len(asked)

    statements()
    free = statements()
    require("manager")
    assert statements() == free + 4, "whose role, and the session in a transaction"
    assert statements() == free


def test_the_form_writes_the_rules_and_the_trail_tells_them(alice: User, sign_in: Any) -> None:
    manager = Role.objects.get(code="manager")
    browser = sign_in(alice)
    assert browser.get(FORM).status_code == 200
    entered = {"second_factor": "required", "roles": [str(manager.pk)], "second_factor_grace_days": "14"}

    assert browser.post(FORM, entered)["Location"] == FORM

    policy = SignInPolicy.objects.get()
    assert (policy.second_factor, policy.second_factor_roles, policy.second_factor_since) == ("required", [manager.pk], NOW)
    assert "roles that need two steps from “everybody” to “Manager”" in sentence_of(
        AuditEvent.objects.get(action="sign_in:changed")
    )
    for bad in ({"second_factor": "maybe"}, {"second_factor_grace_days": "91"}, {"second_factor_grace_days": "-1"}):
        assert browser.post(FORM, {**entered, **bad}).status_code == 200, bad
