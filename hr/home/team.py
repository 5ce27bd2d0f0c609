"""Which of a team the home page shows. Pure."""

from hr.attendance.queries import TeamMember
from hr.attendance.rules import Presence

ROWS = 9
_ORDER = [Presence.EXPECTED, Presence.ON_BREAK, Presence.WORKING, Presence.FINISHED, Presence.OFF]


def most_noticeable(members: list[TeamMember]) -> list[TeamMember]:
    """The few to look at first: those who are missing, then those on a break, then those at work."""
    return sorted(members, key=lambda member: _ORDER.index(member.presence))[:ROWS]
