"""The pages about one person, by group of data, as whoever looks may open them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hr.people.access import allowed_over
from hr.people.models import Employee
from tenants.accounts.capabilities import DOCUMENT_GROUPS, Capability
from tenants.accounts.leaving import is_closed_to
from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages."""

    label: Promise | str
    url: str
    is_current: bool


# Whose changes a person's history tells of, each only to whoever may see that data.
HISTORY_CAPABILITIES = (
    Capability.VIEW_PERSONAL,
    Capability.VIEW_JOB,
    Capability.VIEW_SALARY,
    Capability.VIEW_BANK,
    Capability.VIEW_DOCUMENTS,
)
# The address's name, what it is called, and which capabilities open it, each by itself; none is needed where none stands.
# Slices above add their pages here.
_TABS: tuple[tuple[str, Promise, tuple[Capability, ...]], ...] = (
    ("employee_detail", _("Overview"), ()),
    ("personal_record", _("Personal"), (Capability.VIEW_PERSONAL,)),
    ("employee_employment", _("Employment"), (Capability.VIEW_JOB,)),
    ("qualifications", _("Qualifications"), (Capability.VIEW_JOB,)),
    ("employee_documents", _("Documents"), tuple(group.view for group in DOCUMENT_GROUPS)),
    ("employee_pay", _("Pay"), (Capability.VIEW_SALARY,)),
    ("bank_details", _("Bank"), (Capability.VIEW_BANK,)),
    ("employee_history", _("Attendance"), (Capability.VIEW_ATTENDANCE,)),
    ("person_history", _("History"), HISTORY_CAPABILITIES),
)


def profile_tabs(*, viewer: User, employee: Employee, current: str, on: date) -> list[Tab]:
    """The pages of this person that `viewer` may open; `current` is the name of the address they are at."""
    allowed = allowed_over(viewer, employee, {each for *_, opening in _TABS for each in opening}, on=on)
    tabs = [
        Tab(label, reverse(name, args=[employee.pk]), name == current)
        for name, label, opening in _TABS
        if name == current or not opening or not allowed.isdisjoint(opening)
    ]
    return [tab for tab in tabs if not is_closed_to(viewer, tab.url)]
