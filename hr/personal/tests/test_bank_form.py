"""The form that changes where pay goes opens for whoever has just shown who they are."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from conftest import HostClient
from hr.people.models import Employee
from hr.personal.models import BankDetails
from hr.personal.tests.factories import OTHER_IBAN
from tenants.accounts.models import User
from tests.cast import PASSWORD

ENTERED = {
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "0",
    "form-0-country": "GB",
    "form-0-holder_name": "Carol Chen",
    "form-0-number": OTHER_IBAN,
    "form-0-share_kind": "remainder",
}


@pytest.fixture
def browser(carol: User) -> HostClient:
    browser = HostClient("acme.rooster.test")
    browser.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})
    return browser


@pytest.fixture
def page(carols_record: Employee) -> str:
    return f"/people/{carols_record.pk}/bank/change/"


def later(**by: int) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(**by))


def test_it_asks_again_who_one_is_some_minutes_after_signing_in(browser: HostClient, page: str) -> None:
    assert browser.get(page).status_code == 200
    with later(minutes=6):
        asked = browser.get(page)
        assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
        assert browser.post(asked["Location"], {"password": PASSWORD})["Location"] == page
        assert browser.get(page).status_code == 200


def test_what_was_entered_meanwhile_still_counts(browser: HostClient, page: str) -> None:
    with later(minutes=15):
        assert browser.post(page, ENTERED)["Location"] == page.replace("change/", "")

    assert BankDetails.objects.count() == 1


def test_what_is_sent_much_later_is_neither_taken_nor_kept(browser: HostClient, page: str) -> None:
    with later(minutes=25):
        assert browser.post(page, ENTERED)["Location"] == page
        assert browser.get(page)["Location"].startswith("/accounts/reauthenticate/?next=")

    assert not BankDetails.objects.exists()
    assert not any(OTHER_IBAN in str(session.get_decoded()) for session in Session.objects.all())
