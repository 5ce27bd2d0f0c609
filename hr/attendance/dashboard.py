"""The start page of the company administration: today, the people, what changed, and how to begin."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audit.queries import latest_events
from core.dates import local_date
from core.http import CompanyRequest
from hr.attendance.access import has_team, visible_team
from hr.attendance.queries import TeamMember, read_team
from hr.attendance.rules import Presence
from hr.attendance.screens import long_day, presence_counts, team_rows
from hr.people.models import Department
from tenants.accounts.capabilities import Capability

# Who is missing or late is worth a name; more than this is a list of its own.
_NAMES_SHOWN = 6
_EVENTS_SHOWN = 8
_PICTURE_WIDTH = 1000
_GAP = 4


@dataclass(frozen=True, slots=True)
class BarPart:
    """A stretch of a bar, in units of the picture."""

    label: str
    tone: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department today. Bars are in thousandths of the largest department."""

    name: str
    people: int
    present: int
    bar: int
    present_bar: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a new company does first."""

    title: Promise
    text: Promise
    url: str
    is_done: bool


def show_dashboard(request: CompanyRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's hook: add to the start page's context what this person may see."""
    now, settings = timezone.now(), request.company_settings
    today = local_date(now, settings.time_zone)
    context["heading"] = long_day(today)
    if has_team(request.user, on=today):
        team = read_team(employees=visible_team(request.user, today), settings=settings, now=now)
        context |= _attendance(team)
        if len(team) <= 1 and request.user.has_perm(Capability.VIEW_ATTENDANCE):
            context["steps"] = _first_steps(request, people=len(team))
    if request.user.has_perm(Capability.VIEW_AUDIT):
        context["events"] = latest_events(request.user, limit=_EVENTS_SHOWN)
    return context


def _attendance(team: list[TeamMember]) -> dict[str, Any]:
    late = [member for member in team if member.day.late_minutes]
    missing = [member for member in team if member.presence == Presence.EXPECTED]
    return {
        "people_count": len(team),
        "counts": presence_counts(team),
        "parts": presence_bar(team),
        "late_count": len(late),
        "late": team_rows(late[:_NAMES_SHOWN]),
        "missing_count": len(missing),
        "missing": team_rows(missing[:_NAMES_SHOWN]),
        "departments": department_rows(team),
    }


def presence_bar(team: list[TeamMember]) -> list[BarPart]:
    """One bar of everybody, cut by presence; a presence of nobody has no part."""
    shown = [each for each in presence_counts(team) if each.count]
    room = _PICTURE_WIDTH - _GAP * max(0, len(shown) - 1)
    parts: list[BarPart] = []
    x = 0.0
    for each in shown:
        width = room * each.count / len(team)
        parts.append(BarPart(each.label, each.tone, each.count, round(x, 1), round(width, 1)))
        x += width + _GAP
    return parts


def department_rows(team: list[TeamMember]) -> list[DepartmentRow]:
    """How many of each department are here, the largest first."""
    people: dict[str, list[TeamMember]] = {}
    for member in team:
        people.setdefault(member.department, []).append(member)
    largest = max((len(members) for members in people.values()), default=1)
    here = {Presence.WORKING, Presence.ON_BREAK}
    rows = []
    for name, members in sorted(people.items(), key=lambda item: (-len(item[1]), item[0])):
        present = sum(member.presence in here for member in members)
        rows.append(
            DepartmentRow(
                name=name or str(_("Without a department")),
                people=len(members),
                present=present,
                bar=_PICTURE_WIDTH * len(members) // largest,
                present_bar=_PICTURE_WIDTH * present // largest,
            )
        )
    return rows


def _first_steps(request: HttpRequest, *, people: int) -> list[Step]:
    steps = []
    if request.user.has_perm(Capability.MANAGE_SETTINGS):
        steps.append(
            Step(
                _("Check how your company works"),
                _("Working days and hours, time zone, and your colours on every page."),
                reverse("admin:company_settings_companysettings_changelist"),
                is_done=False,
            )
        )
    if request.user.has_perm(Capability.MANAGE_PEOPLE):
        steps += [
            Step(
                _("Make departments"),
                _("Optional, and easy to change later. They group people in lists and pictures."),
                reverse("admin:people_department_changelist"),
                is_done=Department.objects.exists(),
            ),
            Step(
                _("Add your people"),
                _("Each gets a mail that says how to sign in. Then they can clock in on their phone at once."),
                reverse("admin:people_employee_add"),
                is_done=people > 1,
            ),
        ]
    return steps
