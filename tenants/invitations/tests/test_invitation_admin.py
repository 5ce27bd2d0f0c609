"""Inviting from the company administration."""

from typing import Any

import pytest
from django.core import mail
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import HostClient
from tenants.accounts.actions import BeyondOwnRights, change_roles
from tenants.accounts.models import Role, User
from tenants.companies.models import Company
from tenants.invitations.actions import AddressTaken, invite_people
from tenants.invitations.forms import InvitePeopleForm
from tenants.invitations.models import Invitation
from tenants.invitations.rules import Invitee
from tests.cast import CREATED

LIST = "/admin/invitations/invitation/"


@pytest.fixture
def auditor(acme: Company) -> Role:
    return Role.objects.get(code="auditor")


def test_many_are_invited_at_once(alice: User, sign_in: Any, auditor: Role, django_capture_on_commit_callbacks: Any) -> None:
    people = "Erin Eld <erin@accountants.example>\n\nFrank Fox, frank@accountants.example"
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(alice, has_proved=True).post(f"{LIST}add/", {"people": people, "roles": [str(auditor.pk)]}, follow=True)

    assert "The invitations are on their way." in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["erin@accountants.example"], ["frank@accountants.example"]]
    frank = User.objects.get(email="frank@accountants.example")
    assert (frank.full_name, [role.code for role in frank.roles.all()]) == ("Frank Fox", ["auditor"])


@pytest.mark.parametrize(
    ("people", "complaint"),
    [
        ("nobody", "Line 1: write a name"),
        ("Erin <erin@a.example>\nErin <erin@a.example>", "Line 2: this address stands here twice"),
        ("Carol <carol@acme.example>", "Line 1: this address has an account already"),
        ("Erin <erin@nowhere>", "Line 1: write a name"),
        ("", "This field is required"),
    ],
    ids=["nobody", "twice", "taken", "no-address", "empty"],
)
def test_bad_lines_are_named_and_nobody_is_invited(alice: User, sign_in: Any, auditor: Role, people: str, complaint: str) -> None:
    answer = sign_in(alice, has_proved=True).post(f"{LIST}add/", {"people": people, "roles": [str(auditor.pk)]})

    assert complaint in answer.content.decode()
    assert not Invitation.objects.exists()


def test_all_are_invited_or_none(acme: Company, alice: User) -> None:
    invitees = [Invitee("Erin Eld", "erin@a.example"), Invitee("Carol", "carol@acme.example")]

    with pytest.raises(AddressTaken) as raised:
        invite_people(invitees=invitees, roles=["auditor"], company=acme, acting_user=alice, now=timezone.now())

    assert "carol@acme.example has an account already" in str(raised.value.message)
    assert not User.objects.filter(email="erin@a.example").exists()


def test_roles_beyond_ones_own_are_not_offered(alice: User, bob: User, sign_in: Any) -> None:
    change_roles(user=bob, roles=[Role.objects.get(code="hr")], acting_user=alice)
    owner = Role.objects.get(code="owner")

    answer = sign_in(bob, has_proved=True).post(f"{LIST}add/", {"people": "Erin <erin@a.example>", "roles": [str(owner.pk)]})

    assert answer.status_code == 200
    assert not User.objects.filter(email="erin@a.example").exists()


def test_the_buttons_send_again_and_take_back(acme: Company, alice: User, sign_in: Any) -> None:
    browser: HostClient = sign_in(alice)
    [invitation] = invite_people(
        invitees=[Invitee("Erin Eld", "erin@a.example")], roles=["auditor"], company=acme, acting_user=alice, now=timezone.now()
    )

    browser.post(f"{LIST}{invitation.pk}/send-again/")
    newer = Invitation.objects.get()
    assert newer.code_hash != invitation.code_hash
    browser.post(LIST, {"action": "take_all_back", "_selected_action": [str(invitation.pk)]})
    assert Invitation.objects.get().revoked_at is not None
    assert not User.objects.get(email="erin@a.example").is_active
    browser.post(LIST, {"action": "send_all_again", "_selected_action": [str(invitation.pk)]})
    assert Invitation.objects.get().revoked_at is None
    assert browser.get(f"{LIST}?state=open").content.decode().count("erin@a.example") >= 1
    assert "erin@a.example" not in browser.get(f"{LIST}?state=accepted").content.decode()


def test_the_list_asks_as_much_for_many_as_for_few(
    acme: Company, alice: User, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(alice)
    invitees = [Invitee(f"Person {n}", f"person{n}@a.example") for n in range(25)]
    invite_people(invitees=invitees, roles=["auditor"], company=acme, acting_user=alice, now=timezone.now())
    browser.get(LIST)

    with django_assert_max_num_queries(9) as captured:
        assert browser.get(LIST).content.decode().count("@a.example") == 25
    assert isinstance(captured, CaptureQueriesContext)


def test_nobody_invites_to_more_than_they_may_themselves(acme: Company, alice: User, bob: User) -> None:
    change_roles(user=bob, roles=Role.objects.filter(code="hr"), acting_user=alice)
    invitees = [Invitee("Erin Eld", "erin@accountants.example")]
    with pytest.raises(BeyondOwnRights):
        invite_people(invitees=invitees, roles=["owner"], company=acme, acting_user=User.objects.get(pk=bob.pk), now=CREATED)
    assert not User.objects.filter(email="erin@accountants.example").exists()


def test_what_is_offered_to_one_is_not_offered_to_another(alice: User, sign_in: Any) -> None:
    """A server answers several people at once, by the same classes of forms."""
    sign_in(alice, has_proved=True).get(f"{LIST}add/")
    assert not InvitePeopleForm.base_fields["roles"].queryset.exists()  # type: ignore[attr-defined]  # A model's choice.
