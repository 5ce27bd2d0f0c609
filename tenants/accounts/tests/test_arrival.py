"""From the public site into the new company, once."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
import redis.exceptions
import time_machine
from django.contrib.sessions.models import Session
from django_tenants.utils import tenant_context

from conftest import HostClient
from tenants.accounts.arrival import PASS_LIFETIME, issue_pass
from tenants.accounts.models import User
from tenants.companies.models import Company

DOOR, LOGIN = "/accounts/arrive/", "/accounts/login/"


def ask_for_pass(client: HostClient) -> str:
    """Come to the door without a pass; the secret with which it sends one to the public site."""
    sent_to = urlsplit(client.get(DOOR)["Location"])
    assert (sent_to.netloc, sent_to.path) == ("rooster.test", "/signup/enter/")
    return parse_qs(sent_to.query)["secret"][0]


def arrive(client: HostClient, arrival_pass: str) -> str:
    location: str = client.get(DOOR, {"pass": arrival_pass})["Location"]
    return location


def test_signs_the_owner_in_once(acme: Company, alice: User, acme_client: HostClient) -> None:
    arrival_pass = issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client))

    assert arrive(acme_client, arrival_pass) == "/"
    assert acme_client.session["_auth_user_id"] == str(alice.id)
    acme_client.logout()
    assert arrive(acme_client, arrival_pass) == LOGIN
    assert "used already" in acme_client.get(LOGIN).content.decode()


def test_leaves_a_device_that_can_be_signed_out(acme: Company, alice: User, acme_client: HostClient) -> None:
    arrive(acme_client, issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client)))

    assert "This device" in acme_client.get("/accounts/devices/").content.decode()
    acme_client.post("/accounts/devices/end/")
    assert acme_client.get("/").status_code == 302


def test_whoever_comes_to_the_door_leaves_no_row(acme: Company, acme_client: HostClient) -> None:
    ask_for_pass(acme_client)

    assert not Session.objects.exists()
    cookie = acme_client.cookies["rooster_arrival"]
    assert (cookie["path"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (DOOR, 120, True, "Lax")


def test_a_secret_that_we_would_never_make_is_refused(acme: Company, alice: User, acme_client: HostClient) -> None:
    ask_for_pass(acme_client)

    assert arrive(acme_client, issue_pass(company=acme, email=alice.email, secret="é")) == LOGIN


def test_is_spent_even_where_the_secret_is_kept(acme: Company, alice: User, acme_client: HostClient) -> None:
    with mock.patch("secrets.token_urlsafe", return_value="the same"):
        arrival_pass = issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client))
        assert arrive(acme_client, arrival_pass) == "/"
        other = HostClient("acme.rooster.test")
        ask_for_pass(other)

    assert arrive(other, arrival_pass) == LOGIN


@pytest.mark.parametrize("comes_to_the_door", [True, False])
def test_somebody_else_who_is_led_to_the_link_is_not_signed_in(
    comes_to_the_door: bool, acme: Company, alice: User, acme_client: HostClient
) -> None:
    """Alice would have Carol work in Alice's account without knowing."""
    arrival_pass = issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client))
    carols = HostClient("acme.rooster.test")
    if comes_to_the_door:
        ask_for_pass(carols)

    assert arrive(carols, arrival_pass) == LOGIN
    assert "_auth_user_id" not in carols.session


def test_a_pass_of_another_company_is_refused(acme: Company, globex: Company) -> None:
    client = HostClient("globex.rooster.test")
    arrival_pass = issue_pass(company=acme, email="carol@acme.example", secret=ask_for_pass(client))

    assert arrive(client, arrival_pass) == LOGIN
    with tenant_context(globex):
        assert "_auth_user_id" not in client.session


def test_a_pass_is_refused_while_nobody_can_tell_whether_it_was_used(acme: Company, alice: User, acme_client: HostClient) -> None:
    arrival_pass = issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client))

    with mock.patch("tenants.accounts.arrival.company_cache.add", side_effect=redis.exceptions.ConnectionError):
        assert arrive(acme_client, arrival_pass) == LOGIN


@pytest.mark.parametrize("damage", ["old", "forged", "empty"])
def test_an_old_forged_or_empty_pass_is_refused(damage: str, acme: Company, alice: User, acme_client: HostClient) -> None:
    issued = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    with time_machine.travel(issued, tick=False):
        arrival_pass = issue_pass(company=acme, email=alice.email, secret=ask_for_pass(acme_client))
    late = PASS_LIFETIME + timedelta(seconds=1)

    with time_machine.travel(issued + (late if damage == "old" else timedelta()), tick=False):
        shown = {"old": arrival_pass, "forged": f"{arrival_pass[:-1]}~", "empty": ""}[damage]
        assert arrive(acme_client, shown) == LOGIN
