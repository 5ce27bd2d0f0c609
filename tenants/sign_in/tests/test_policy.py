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
from tests.cast import PASSWORD

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
    assert sign_in(alice).get(FORM)["Location"].startswith("/accounts/reauthenticate/"), "a dangerous page"
    browser = signed_in("alice@acme.example")
    assert browser.get(FORM).status_code == 200
    entered = {
        "second_factor": "required",
        "roles": [str(manager.pk)],
        "second_factor_grace_days": "14",
        "password_min_length": "12",
    }

    assert browser.post(FORM, entered)["Location"] == FORM

    policy = SignInPolicy.objects.get()
    assert (policy.second_factor, policy.second_factor_roles, policy.second_factor_since) == ("required", [manager.pk], NOW)
    assert "roles that need two steps from “everybody” to “Manager”" in sentence_of(
        AuditEvent.objects.get(action="sign_in:changed")
    )
    for bad in ({"second_factor": "maybe"}, {"second_factor_grace_days": "91"}, {"second_factor_grace_days": "-1"}):
        assert browser.post(FORM, {**entered, **bad}).status_code == 200, bad


class TestPasswords:
    def test_are_as_long_as_the_company_wants(self, alice: User, carol: User) -> None:
        change_policy(acting_user=alice, now=NOW, password_min_length=24)
        browser = signed_in()
        new = "purple herons wading"

        answer = browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert "at least 24 characters" in answer.content.decode()
        longer = f"{new} slowly"
        answer = browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": longer, "password2": longer})
        assert answer.status_code == 302

    def test_are_chosen_anew_once_they_are_too_old(self, alice: User, carol: User) -> None:
        change_policy(acting_user=alice, now=NOW, password_lifetime_days=90)
        User.objects.filter(pk=carol.pk).update(password_changed_at=NOW - timedelta(days=89))
        assert signed_in().get("/").status_code == 200
        User.objects.filter(pk=carol.pk).update(password_changed_at=NOW - timedelta(days=90))
        browser = signed_in()

        answer = browser.get("/", follow=True)
        assert answer.redirect_chain == [("/accounts/password/change/", 302)]
        assert "wants a new password after 90 days" in answer.content.decode()
        new = "purple herons wading slowly"
        browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert browser.get("/").status_code == 200
        assert User.objects.get(pk=carol.pk).password_changed_at == NOW


class TestSessions:
    def test_last_as_long_as_the_company_wants_also_when_kept(self, alice: User, carol: User) -> None:
        change_policy(acting_user=alice, now=NOW, session_hours=8)
        browser = HostClient("acme.rooster.test")
        browser.post("/accounts/login/", {"login": "carol@acme.example", "password": PASSWORD, "remember": "on"})

        with time_machine.travel(NOW + timedelta(hours=7, minutes=59), tick=False):
            assert browser.get("/people/").status_code == 200
        with time_machine.travel(NOW + timedelta(hours=8), tick=False):
            answer = browser.get("/people/")
            assert answer["Location"] == "/accounts/login/?next=%2Fpeople%2F"
            assert "signed out, as your company" in browser.get(answer["Location"]).content.decode()

    def test_end_after_a_while_without_a_page(self, alice: User, carol: User) -> None:
        change_policy(acting_user=alice, now=NOW, idle_minutes=30)
        browser = signed_in()

        for minutes in (20, 40, 60):
            with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
                assert browser.get("/").status_code == 200
        with time_machine.travel(NOW + timedelta(minutes=90), tick=False):
            answer = browser.get("/", headers={"hx-request": "true"})
            assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=%2F")

    def test_that_were_there_before_the_rule_count_from_it(self, alice: User, carol: User, sign_in: Any) -> None:
        browser = sign_in(carol)
        change_policy(acting_user=alice, now=NOW, session_hours=1)

        assert browser.get("/").status_code == 200
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            assert browser.get("/").status_code == 302
