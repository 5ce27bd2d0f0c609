"""What a role may allow, and the roles that every company starts with."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Capability(models.TextChoices):
    """One thing that a person may do. `user.has_perm(code)` answers it."""

    ENTER_ADMIN = "admin.enter", _("Open the company administration")
    VIEW_PEOPLE = "people.view", _("See the people directory")
    MANAGE_PEOPLE = "people.manage", _("Add and change people and departments")
    VIEW_ATTENDANCE = "attendance.view", _("See everybody's attendance")
    MANAGE_ATTENDANCE = "attendance.manage", _("Administer attendance")
    MANAGE_SETTINGS = "settings.manage", _("Change the company's settings")
    VIEW_AUDIT = "audit.view", _("Read the audit trail")
    ENTER_CONSOLE = "console.enter", _("Use the platform's console")


class BuiltInRole(StrEnum):
    """Codes of the roles that come with every company, and of the platform's staff."""

    OWNER = "owner"
    HR = "hr"
    PAYROLL = "payroll"
    MANAGER = "manager"
    EMPLOYEE = "employee"
    AUDITOR = "auditor"
    STAFF = "staff"


@dataclass(frozen=True)
class RoleDefinition:
    """A built-in role's name and what it allows."""

    name: Promise
    capabilities: tuple[Capability, ...]


COMPANY_ROLES: dict[BuiltInRole, RoleDefinition] = {
    BuiltInRole.OWNER: RoleDefinition(_("Owner"), tuple(code for code in Capability if code != Capability.ENTER_CONSOLE)),
    BuiltInRole.HR: RoleDefinition(
        _("HR"),
        (
            Capability.ENTER_ADMIN,
            Capability.VIEW_PEOPLE,
            Capability.MANAGE_PEOPLE,
            Capability.VIEW_ATTENDANCE,
            Capability.MANAGE_ATTENDANCE,
            Capability.VIEW_AUDIT,
        ),
    ),
    BuiltInRole.PAYROLL: RoleDefinition(_("Payroll"), (Capability.ENTER_ADMIN, Capability.VIEW_PEOPLE, Capability.VIEW_ATTENDANCE)),
    BuiltInRole.MANAGER: RoleDefinition(_("Manager"), (Capability.VIEW_PEOPLE,)),
    BuiltInRole.EMPLOYEE: RoleDefinition(_("Employee"), (Capability.VIEW_PEOPLE,)),
    BuiltInRole.AUDITOR: RoleDefinition(
        _("Auditor"),
        (Capability.ENTER_ADMIN, Capability.VIEW_PEOPLE, Capability.VIEW_ATTENDANCE, Capability.VIEW_AUDIT),
    ),
}

STAFF_ROLE = RoleDefinition(_("Platform staff"), (Capability.ENTER_CONSOLE,))
