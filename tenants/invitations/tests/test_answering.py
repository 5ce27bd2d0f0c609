"""The page behind the link."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail

from conftest import HostClient
from core.audit.models import AuditEvent
from tenants.accounts.actions import change_email, create_user, deactivate_account
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.invitations.actions import invite, resend_invitation, revoke_invitation
from tenants.invitations.models import Invitation
from tenants.invitations.queries import InvitationUsed

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
STRONG = "four unrelated words, thrice over"
ENTERED = {"email": "erin@acme.example", "password": STRONG}


@pytest.fixture
def erin(acme: Company, alice: User) -> User:
    return create_user(
        email="erin@acme.example",
        full_name="Erin Eld",
        password_hash=None,
        roles=["employee"],
        is_verified=False,
        acting_user=alice,
        now=NOW,
    )


@pytest.fixture
def send(acme: Company, alice: User, erin: User, django_capture_on_commit_callbacks: Any) -> Callable[[], tuple[Invitation, str]]:
    """Send Erin an invitation; the path of the mail's link."""

    def sent() -> tuple[Invitation, str]:
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite(user=erin, company=acme, acting_user=alice, now=NOW)
        found = re.search(r"http://acme\.rooster\.test(/accounts/invitation/\S+)", str(mail.outbox[-1].body))
        assert found
        return invitation, found[1]

    return sent


def at(moment: datetime, browser: HostClient, path: str, data: dict[str, str] | None = None) -> Any:
    with time_machine.travel(moment, tick=False):
        return browser.post(path, data) if data else browser.get(path)


def test_a_password_is_chosen_and_the_person_is_in(acme_client: HostClient, erin: User, send: Any) -> None:
    invitation, path = send()
    assert "Welcome, Erin Eld" in at(NOW, acme_client, path).content.decode()

    answer = at(NOW, acme_client, path, {**ENTERED, "email": "ERIN@acme.example"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert at(NOW, acme_client, "/accounts/profile/").status_code == 200
    erin.refresh_from_db()
    assert erin.check_password(STRONG)
    assert EmailAddress.objects.get(user=erin).verified
    invitation.refresh_from_db()
    assert invitation.accepted_at == NOW
    assert AuditEvent.objects.filter(action="invitation:accepted", actor_id=erin.pk).exists()


def test_used_twice_it_says_so(acme_client: HostClient, erin: User, send: Any) -> None:
    _invitation, path = send()
    at(NOW, acme_client, path, ENTERED)

    answer = at(NOW, HostClient("acme.rooster.test"), path, {**ENTERED, "password": "other words, quite as many"})

    assert answer.status_code == 410
    assert "has been used already" in answer.content.decode()
    erin.refresh_from_db()
    assert erin.check_password(STRONG)


def test_another_address_does_not_get_in(acme_client: HostClient, erin: User, send: Any) -> None:
    _invitation, path = send()

    answer = at(NOW, acme_client, path, {**ENTERED, "email": "mallory@globex.example"})

    assert answer.status_code == 200
    assert "was sent to another address" in answer.content.decode()
    erin.refresh_from_db()
    assert not erin.has_usable_password()


def test_after_a_week_it_has_expired(acme_client: HostClient, erin: User, send: Any) -> None:
    _invitation, path = send()

    assert at(NOW + timedelta(days=7, seconds=-1), acme_client, path).status_code == 200
    answer = at(NOW + timedelta(days=7), acme_client, path, ENTERED)
    assert answer.status_code == 410
    assert "Ask the person who invited you" in answer.content.decode()


def test_a_weak_password_is_refused(acme_client: HostClient, erin: User, send: Any) -> None:
    _invitation, path = send()

    assert "easily guessed" in at(NOW, acme_client, path, {**ENTERED, "password": "aaaaaaaaaaaaaa"}).content.decode()


def test_sent_again_only_the_newer_link_opens(
    acme: Company, alice: User, acme_client: HostClient, send: Any, django_capture_on_commit_callbacks: Any
) -> None:
    invitation, first = send()
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(invitation=invitation, company=acme, acting_user=alice, now=NOW + timedelta(days=8))

    answer = at(NOW + timedelta(days=8), acme_client, first)
    assert answer.status_code == 404
    assert "newer invitation" in answer.content.decode()
    newer = re.search(r"/accounts/invitation/\S+", str(mail.outbox[-1].body))
    assert newer
    assert at(NOW + timedelta(days=8), acme_client, newer[0]).status_code == 200


def test_taken_back_it_opens_nothing_and_sent_again_it_does(
    acme: Company, alice: User, acme_client: HostClient, erin: User, send: Any
) -> None:
    invitation, path = send()
    revoke_invitation(invitation=invitation, acting_user=alice, now=NOW)

    answer = at(NOW, acme_client, path, ENTERED)
    assert answer.status_code == 410
    assert "has been taken back" in answer.content.decode()
    erin.refresh_from_db()
    assert not erin.is_active

    resend_invitation(invitation=invitation, company=acme, acting_user=alice, now=NOW)
    erin.refresh_from_db()
    assert erin.is_active


def test_once_accepted_it_is_neither_sent_again_nor_taken_back(
    acme: Company, alice: User, acme_client: HostClient, send: Any
) -> None:
    invitation, path = send()
    at(NOW, acme_client, path, ENTERED)

    with pytest.raises(InvitationUsed):
        resend_invitation(invitation=invitation, company=acme, acting_user=alice, now=NOW)
    with pytest.raises(InvitationUsed):
        revoke_invitation(invitation=invitation, acting_user=alice, now=NOW)


def test_it_dies_with_the_account_or_its_address(alice: User, acme_client: HostClient, erin: User, send: Any) -> None:
    _invitation, path = send()
    deactivate_account(user=erin, acting_user=alice)
    assert at(NOW, acme_client, path, ENTERED).status_code == 410

    User.objects.filter(pk=erin.pk).update(is_active=True)
    change_email(user=erin, email="erin.eld@acme.example", acting_user=alice)
    assert at(NOW, acme_client, path, ENTERED).status_code == 410


def test_somebody_who_is_signed_in_is_told(carol: User, sign_in: Any, erin: User, send: Any) -> None:
    _invitation, path = send()
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(carol)

    answer = at(NOW, browser, path, ENTERED)

    assert answer.status_code == 409
    assert "carol@acme.example" in answer.content.decode()
    erin.refresh_from_db()
    assert not erin.has_usable_password()


def test_a_forgotten_password_is_no_way_round_it(
    acme_client: HostClient, erin: User, send: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Else an invitation that has expired, or was made for another address, would still let in."""
    _invitation, path = send()
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        acme_client.post("/accounts/password/reset/", {"email": "erin@acme.example"})
    assert mail.outbox == []

    at(NOW, HostClient("acme.rooster.test"), path, ENTERED)
    with django_capture_on_commit_callbacks(execute=True):
        acme_client.post("/accounts/password/reset/", {"email": "erin@acme.example"})
    assert len(mail.outbox) == 1
