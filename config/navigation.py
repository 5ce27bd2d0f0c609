"""The main navigation: the same words in the same order on a desktop's rail and a phone's bar."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hr.attendance.access import has_team
from hr.people.queries import employee_of_user
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User


@dataclass
class NavItem:
    """One place to go."""

    label: Promise | str
    url: str
    icon: str
    is_current: bool = False
    on_phone: bool = False
    phone_label: Promise | str = ""
    """What it is called in a phone's bar, if there is no room for more."""
    count: int = 0


@dataclass(frozen=True)
class NavGroup:
    """Places under a heading; the first group has none."""

    label: Promise | str
    items: list[NavItem] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    label: Promise | str
    url_name: str
    icon: str
    on_phone: bool = False
    phone_label: Promise | str = ""
    capabilities: tuple[str, ...] = ()
    # Only for people who have somebody to look after.
    needs_team: bool = False


_COMPANY_PLACES: list[tuple[Promise | str, list[_Place]]] = [
    ("", [_Place(_("Home"), "home", "home", on_phone=True)]),
    (
        _("Me"),
        [
            _Place(_("Time"), "attendance_history", "clock", on_phone=True),
            _Place(_("My tasks"), "my_tasks", "checklist"),
            _Place(_("Holidays"), "holidays", "beach"),
            _Place(_("Pay"), "own_pay", "cash", on_phone=True),
            _Place(_("My record"), "own_record", "user-circle"),
            _Place(_("My documents"), "own_documents", "file-text"),
            _Place(_("Policies"), "policies", "circle-check"),
            _Place(_("Who saw my data"), "own_data", "eye"),
        ],
    ),
    (_("Team"), [_Place(_("Team today"), "team_today", "users", on_phone=True, phone_label=_("Team"), needs_team=True)]),
    (
        _("Company"),
        [
            _Place(_("People"), "employee_list", "address-book", on_phone=True, capabilities=(Capability.VIEW_PEOPLE,)),
            _Place(_("Imports"), "import_list", "file-import", capabilities=(Capability.MANAGE_PEOPLE, Capability.MANAGE_JOB)),
            _Place(_("Administration"), "admin:index", "settings", capabilities=(Capability.ENTER_ADMIN,)),
        ],
    ),
]
_CONSOLE_PLACES: list[tuple[Promise | str, list[_Place]]] = [
    ("", [_Place(_("Platform"), "console_home", "home", on_phone=True)]),
    (
        _("Customers"),
        [
            _Place(_("Companies"), "company_list", "building", on_phone=True),
            _Place(_("Deletions"), "removal_list", "trash", on_phone=True),
        ],
    ),
    (_("Operation"), [_Place(_("Failed jobs"), "job_list", "alert-circle", on_phone=True)]),
]


def build_navigation(request: HttpRequest) -> list[NavGroup]:
    """The groups that this person may see; nothing before signing in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    is_console = getattr(request, "urlconf", None) == settings.CONSOLE_URLCONF
    if user.access_ends_at is not None and user.access_ends_at <= timezone.now():
        return [NavGroup("", [_as_item(_Place(_("My payslips and documents"), "kept_records", "folder", on_phone=True))])]
    groups = [
        NavGroup(label, [_as_item(place) for place in places if _is_open(place, user)])
        for label, places in (_CONSOLE_PLACES if is_console else _COMPANY_PLACES)
    ]
    _mark_current([item for group in groups for item in group.items], _path_of(request, user))
    return [group for group in groups if group.items]


def _is_open(place: _Place, user: User) -> bool:
    if place.needs_team:
        return has_team(user, on=timezone.localdate())
    return user.has_perms([*place.capabilities])


def _as_item(place: _Place) -> NavItem:
    return NavItem(place.label, reverse(place.url_name), place.icon, on_phone=place.on_phone, phone_label=place.phone_label)


def _path_of(request: HttpRequest, user: User) -> str:
    """Where the page belongs: what is about oneself among one's own things, and what is about others among the people."""
    match = request.resolver_match
    about = match.kwargs.get("employee_id") if match else None
    if about is None:
        # So it is on the console, which has no people.
        return request.path
    people = reverse("employee_list")
    own = employee_of_user(user, on=timezone.localdate())
    if own is None or own.pk != about:
        return people
    if not request.path.startswith(people):
        return request.path
    return reverse("own_documents" if request.path.startswith(f"{people}{about}/documents/") else "own_record")


def _mark_current(items: list[NavItem], path: str) -> None:
    """The place nearest to the page is the current one: /time/team/ is the team, not one's own time."""
    around = [item for item in items if (path == item.url if item.url == "/" else path.startswith(item.url))]
    if around:
        max(around, key=lambda item: len(item.url)).is_current = True
