"""The team of today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core.formatting import current_date_style, format_duration
from hr.attendance.queries import TeamMember
from hr.attendance.rules import Presence
from hr.attendance.screens.days import time_of
from hr.personal.portraits import photo_url

PRESENCE_LABELS: dict[Presence, Promise] = {
    Presence.WORKING: gettext_lazy("Working"),
    Presence.ON_BREAK: gettext_lazy("On a break"),
    Presence.EXPECTED: gettext_lazy("Not in yet"),
    Presence.FINISHED: gettext_lazy("Finished"),
    Presence.OFF: gettext_lazy("Out"),
}
_TONES = {Presence.WORKING: "good", Presence.ON_BREAK: "warn", Presence.EXPECTED: "bad", Presence.FINISHED: "", Presence.OFF: ""}


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person in a list of the team."""

    employee_id: UUID
    avatar_id: UUID
    """The account's, if there is one, so that a person has one colour everywhere."""
    full_name: str
    photo_url: str
    about: str
    presence: Presence
    label: str
    tone: str
    detail: str
    first_in: str
    last_out: str
    worked_minutes: int
    late_minutes: int


@dataclass(frozen=True, slots=True)
class PresenceCount:
    """How many people of a list have one presence."""

    presence: Presence
    label: str
    tone: str
    count: int


def team_rows(members: Iterable[TeamMember]) -> list[TeamRow]:
    """Rows of people, in the order in which they come."""
    return [_row(member) for member in members]


def presence_counts(members: Iterable[TeamMember]) -> list[PresenceCount]:
    """How many are in, on a break, and so on; every presence, also with nobody."""
    counts = Counter(member.presence for member in members)
    return [PresenceCount(each, str(label), _TONES[each], counts[each]) for each, label in PRESENCE_LABELS.items()]


def _row(member: TeamMember) -> TeamRow:
    return TeamRow(
        employee_id=member.employee_id,
        avatar_id=member.user_id or member.employee_id,
        full_name=member.full_name,
        photo_url=photo_url(member.employee_id, member.photo),
        about=" · ".join(filter(None, [member.job_title, member.department])),
        presence=member.presence,
        label=str(PRESENCE_LABELS[member.presence]),
        tone=_TONES[member.presence],
        detail=_detail(member),
        first_in=time_of(member.day.first_in),
        last_out=time_of(member.day.last_out),
        worked_minutes=member.day.worked_minutes,
        late_minutes=member.day.late_minutes,
    )


def _detail(member: TeamMember) -> str:
    """Since when, or how long, in a few words."""
    state, day = member.state, member.day
    if member.presence == Presence.WORKING and state.clocked_in:
        since = current_date_style().time_text(state.clocked_in.clock.wall_time)
        if day.late_minutes:
            return _("since %(time)s, %(length)s late") % {"time": since, "length": format_duration(day.late_minutes)}
        return _("since %(time)s") % {"time": since}
    if member.presence == Presence.ON_BREAK and state.since:
        return _("since %(time)s") % {"time": current_date_style().time_text(state.since.clock.wall_time)}
    if member.presence == Presence.FINISHED:
        return _("at %(time)s") % {"time": time_of(day.last_out)} if day.last_out else _("clock-out missing")
    return ""
