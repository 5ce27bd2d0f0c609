"""What lines name, and how long an invitation is good."""

from datetime import UTC, datetime, timedelta

import pytest

from tenants.invitations.models import Invitation, InvitationState
from tenants.invitations.rules import Invitee, read_invitee

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "Erin Eld <Erin@Acme.example>",
        '"Erin Eld" <erin@acme.example>',
        "  Erin Eld, erin@acme.example ",
        "Erin Eld; erin@acme.example",
        "Erin Eld\terin@acme.example",
        "erin@acme.example,Erin Eld",
    ],
)
def test_a_line_names_somebody(line: str) -> None:
    assert read_invitee(line) == Invitee("Erin Eld", "erin@acme.example")


def test_a_comma_in_a_name_is_part_of_it() -> None:
    assert read_invitee("Eld, Erin <erin@acme.example>") == Invitee("Eld, Erin", "erin@acme.example")


@pytest.mark.parametrize("line", ["", "Erin Eld", "erin@acme.example", "<erin@acme.example>", ", erin@acme.example"])
def test_a_line_names_nobody(line: str) -> None:
    assert read_invitee(line) is None


@pytest.mark.parametrize(
    ("accepted", "revoked", "left", "state"),
    [
        (None, None, timedelta(seconds=1), InvitationState.OPEN),
        (None, None, timedelta(0), InvitationState.EXPIRED),
        (NOW, None, timedelta(days=-30), InvitationState.ACCEPTED),
        (None, NOW, timedelta(days=1), InvitationState.REVOKED),
    ],
    ids=["open", "expired", "accepted", "revoked"],
)
def test_states(accepted: datetime | None, revoked: datetime | None, left: timedelta, state: InvitationState) -> None:
    invitation = Invitation(accepted_at=accepted, revoked_at=revoked, expires_at=NOW + left)
    assert invitation.state_at(NOW) == state
