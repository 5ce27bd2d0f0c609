"""The administration's screens: the rules, and what waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from hr.people.models import Employee
from hr.personal.models import ChangeRequest, PersonalPolicy
from hr.personal.queries import get_policy
from hr.personal.tests.factories import ask_for_account
from tenants.accounts.models import User
from tests.cast import PASSWORD

RULES = "/admin/personal/personalpolicy/1/change/"
GOOD = {
    "asked_sections": ["about", "skills"],
    "bank_cooling_hours": "24",
    "bank_needs_second_person": "on",
    "reminder_days": "30, 7",
}


def signed_in(user: User) -> HostClient:
    """With the password, which counts for some minutes as having shown who one is."""
    browser = HostClient("acme.rooster.test")
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


class TestRules:
    def test_hold_before_anybody_has_changed_them(self, alice: User) -> None:
        page = signed_in(alice).get(RULES).content.decode()

        assert 'value="48"' in page
        assert 'value="60,14"' in page
        assert not PersonalPolicy.objects.exists()

    def test_open_for_whoever_has_just_shown_who_they_are(self, alice: User) -> None:
        browser = signed_in(alice)
        assert browser.get(RULES).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=25)):
            assert browser.get(RULES)["Location"].startswith("/accounts/reauthenticate/?next=")
            browser.post(RULES, GOOD)
        assert not PersonalPolicy.objects.exists()

    def test_are_changed_and_told(self, alice: User) -> None:
        assert signed_in(alice).post(RULES, GOOD).status_code == 302

        policy = get_policy()
        assert (policy.asked_sections, policy.bank_cooling_hours, policy.reminder_days) == (["about", "skills"], 24, [30, 7])
        sentence = sentence_of(AuditEvent.objects.get(action="personalpolicy:changed"))
        assert "cooling-off time from “48” to “24”" in sentence
        assert "to “About and Skills”" in sentence

    @pytest.mark.parametrize(
        ("name", "value", "complaint"),
        [
            ("bank_cooling_hours", "337", "less than or equal to 336"),
            ("bank_cooling_hours", "-1", "greater than or equal to 0"),
            ("reminder_days", "soon", "Enter a whole number"),
            ("reminder_days", "0", "greater than or equal to 1"),
            ("asked_sections", "nonsense", "Select a valid choice"),
        ],
    )
    def test_nonsense_is_told(self, alice: User, name: str, value: str, complaint: str) -> None:
        response = signed_in(alice).post(RULES, GOOD | {name: value})

        assert response.status_code == 200
        assert complaint in response.content.decode()
        assert not PersonalPolicy.objects.exists()


class TestWhatWaits:
    def test_is_listed_without_what_is_secret(
        self,
        sign_in: Callable[[User], Any],
        alice: User,
        carol: User,
        carols_record: Employee,
        now: datetime,
        django_assert_max_num_queries: Any,
    ) -> None:
        ask_for_account(carols_record, by=carol, now=now)
        ChangeRequest.objects.create(
            employee=carols_record, section="about", verb="change", values='{"pronouns": "she"}', requested_at=now
        )
        client = sign_in(alice)
        client.get("/admin/")

        for name, word in (("bankdetails", "Waits for confirmation"), ("changerequest", "Change: About")):
            with django_assert_max_num_queries(8):
                page = client.get(f"/admin/personal/{name}/").content.decode()
            assert word in page
            assert "Carol Chen" in page
            assert "2051" not in page
