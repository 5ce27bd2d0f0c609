"""What a role may allow, over whom, and the roles that every company starts with."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Capability(models.TextChoices):
    """One thing that a person may do: see or change one group of data, or open a part of the product.

    Of an employee's data one asks `hr.people.access`, because a role allows it over some people only. `user.has_perm(code)`
    answers for the whole company. Whoever may change a group sees it too. No group shows another: managing a person never shows
    their pay.
    """

    ENTER_ADMIN = "admin.enter", _("Open the company administration")
    VIEW_PEOPLE = "people.view", _("See the people directory")
    MANAGE_PEOPLE = "people.manage", _("Add people, departments and accounts")
    MANAGE_ROLES = "roles.manage", _("Make and change roles, and look at pages as somebody else")
    VIEW_PERSONAL = "personal.view", _("See personal data")
    MANAGE_PERSONAL = "personal.manage", _("Change personal data")
    VIEW_JOB = "job.view", _("See job and employment")
    MANAGE_JOB = "job.manage", _("Change job and employment")
    VIEW_SALARY = "salary.view", _("See salary and benefits")
    MANAGE_SALARY = "salary.manage", _("Change salary and benefits")
    VIEW_BANK = "bank.view", _("See bank accounts")
    MANAGE_BANK = "bank.manage", _("Change bank accounts")
    VIEW_MEDICAL = "medical.view", _("See medical data")
    MANAGE_MEDICAL = "medical.manage", _("Change medical data")
    VIEW_DOCUMENTS = "documents.view", _("See documents")
    MANAGE_DOCUMENTS = "documents.manage", _("Add and change documents")
    VIEW_ATTENDANCE = "attendance.view", _("See attendance")
    MANAGE_ATTENDANCE = "attendance.manage", _("Administer attendance")
    VIEW_LEAVE = "leave.view", _("See leave")
    MANAGE_LEAVE = "leave.manage", _("Approve and administer leave")
    VIEW_PAYROLL = "payroll.view", _("See payslips and pay runs")
    MANAGE_PAYROLL = "payroll.manage", _("Run payroll")
    VIEW_SETTINGS = "settings.view", _("See the company's settings")
    MANAGE_SETTINGS = "settings.manage", _("Change the company's settings")
    VIEW_BILLING = "billing.view", _("See plan and invoices")
    MANAGE_BILLING = "billing.manage", _("Change plan and payment")
    VIEW_AUDIT = "audit.view", _("Read the audit trail")
    ENTER_CONSOLE = "console.enter", _("Use the platform's console")


class Scope(models.TextChoices):
    """Whose data a role allows something with, as seen from whoever has the role."""

    SELF = "self", _("Themselves")
    # These two come from the reporting line and never include oneself.
    DIRECT_REPORTS = "direct_reports", _("Direct reports")
    ALL_REPORTS = "all_reports", _("All reports, also indirect")
    DEPARTMENT = "department", _("Own department and its parts")
    LOCATION = "location", _("Own location")
    COMPANY = "company", _("Everybody")


class DataGroup(models.TextChoices):
    """The groups of an employee's data. Each has a capability to see it and one to change it."""

    PERSONAL = "personal", _("Personal data")
    JOB = "job", _("Job and employment")
    SALARY = "salary", _("Salary and benefits")
    BANK = "bank", _("Bank accounts")
    MEDICAL = "medical", _("Medical data")
    DOCUMENTS = "documents", _("Documents")
    ATTENDANCE = "attendance", _("Attendance")
    LEAVE = "leave", _("Leave")
    PAYROLL = "payroll", _("Payslips and payroll")

    @property
    def view(self) -> Capability:
        """To see it."""
        return Capability(f"{self.value}.view")

    @property
    def manage(self) -> Capability:
        """To change it."""
        return Capability(f"{self.value}.manage")


# Reads of these are written down and shown to the person, and no reporting line gives them.
SENSITIVE_GROUPS = (DataGroup.SALARY, DataGroup.BANK, DataGroup.MEDICAL)
# A document belongs to one of these, and whoever may see the group sees it.
DOCUMENT_GROUPS = (
    DataGroup.DOCUMENTS,
    DataGroup.JOB,
    DataGroup.PERSONAL,
    DataGroup.SALARY,
    DataGroup.BANK,
    DataGroup.MEDICAL,
)
# What nobody may be allowed to do with their own record: it would be approving oneself.
NOT_OVER_ONESELF = (
    Capability.MANAGE_JOB,
    Capability.MANAGE_SALARY,
    Capability.MANAGE_ATTENDANCE,
    Capability.MANAGE_LEAVE,
    Capability.MANAGE_PAYROLL,
)
# Those that are about an employee; all others hold for the company as a whole.
SCOPED = tuple(code for group in DataGroup for code in (group.view, group.manage))
REPORTING_LINE = (Scope.DIRECT_REPORTS, Scope.ALL_REPORTS)


def group_of(capability: Capability) -> DataGroup | None:
    """The group of an employee's data that a capability is about."""
    return DataGroup(capability.value.partition(".")[0]) if capability in SCOPED else None


class BuiltInRole(StrEnum):
    """Codes of the roles that come with every company, and of the platform's staff."""

    OWNER = "owner"
    HR = "hr"
    PAYROLL = "payroll"
    MANAGER = "manager"
    EMPLOYEE = "employee"
    AUDITOR = "auditor"
    STAFF = "staff"


# What these roles allow over these scopes everybody has, given the role or not: over oneself, and over whom one leads.
IMPLIED_SCOPES: dict[str, tuple[Scope, ...]] = {BuiltInRole.EMPLOYEE: (Scope.SELF,), BuiltInRole.MANAGER: REPORTING_LINE}


def possible_scopes(role_code: str, capability: Capability) -> list[Scope]:
    """The scopes over which a role may allow something, widest last.

    Leading people never shows their pay, accounts or health, so no more than one's own of these stands in the role Manager.
    The auditor reads. Owners have everything at all times.
    """
    if role_code == BuiltInRole.OWNER:
        return [Scope.COMPANY]
    if role_code == BuiltInRole.AUDITOR and capability.endswith(".manage"):
        return []
    group = group_of(capability)
    if group is None:
        return [Scope.COMPANY]
    scopes = [scope for scope in Scope if scope != Scope.SELF or capability not in NOT_OVER_ONESELF]
    if role_code == BuiltInRole.MANAGER and group in {*SENSITIVE_GROUPS, DataGroup.PAYROLL}:
        return [scope for scope in scopes if scope == Scope.SELF]
    return scopes


@dataclass(frozen=True)
class RoleDefinition:
    """A built-in role's name and what it allows over whom."""

    name: Promise
    grants: dict[Capability, Scope]


def _over(scope: Scope, *capabilities: Capability) -> dict[Capability, Scope]:
    return dict.fromkeys(capabilities, scope)


COMPANY_ROLES: dict[BuiltInRole, RoleDefinition] = {
    BuiltInRole.OWNER: RoleDefinition(
        _("Owner"), _over(Scope.COMPANY, *(code for code in Capability if code != Capability.ENTER_CONSOLE))
    ),
    BuiltInRole.HR: RoleDefinition(
        _("HR"),
        _over(
            Scope.COMPANY,
            Capability.ENTER_ADMIN,
            Capability.VIEW_PEOPLE,
            Capability.MANAGE_PEOPLE,
            Capability.VIEW_AUDIT,
            *(
                code
                for group in DataGroup
                if group not in {DataGroup.SALARY, DataGroup.BANK, DataGroup.PAYROLL}
                for code in (group.view, group.manage)
            ),
        ),
    ),
    BuiltInRole.PAYROLL: RoleDefinition(
        _("Payroll"),
        _over(
            Scope.COMPANY,
            Capability.ENTER_ADMIN,
            Capability.VIEW_PEOPLE,
            Capability.VIEW_PERSONAL,
            Capability.VIEW_JOB,
            Capability.VIEW_ATTENDANCE,
            Capability.VIEW_LEAVE,
            Capability.VIEW_SALARY,
            Capability.MANAGE_SALARY,
            Capability.VIEW_BANK,
            Capability.MANAGE_BANK,
            Capability.VIEW_PAYROLL,
            Capability.MANAGE_PAYROLL,
        ),
    ),
    # Whoever somebody reports to has what this one allows over reports, given or not; see User.grants.
    BuiltInRole.MANAGER: RoleDefinition(
        _("Manager"),
        _over(Scope.COMPANY, Capability.VIEW_PEOPLE)
        | _over(
            Scope.DIRECT_REPORTS,
            Capability.VIEW_JOB,
            Capability.VIEW_ATTENDANCE,
            Capability.MANAGE_ATTENDANCE,
            Capability.VIEW_LEAVE,
            Capability.MANAGE_LEAVE,
        ),
    ),
    # Everybody has what this one allows over themselves, given or not.
    BuiltInRole.EMPLOYEE: RoleDefinition(
        _("Employee"),
        _over(Scope.COMPANY, Capability.VIEW_PEOPLE)
        | _over(
            Scope.SELF,
            *(group.view for group in DataGroup),
            Capability.MANAGE_PERSONAL,
            Capability.MANAGE_BANK,
            Capability.MANAGE_DOCUMENTS,
        ),
    ),
    BuiltInRole.AUDITOR: RoleDefinition(
        _("Auditor"),
        _over(
            Scope.COMPANY,
            Capability.ENTER_ADMIN,
            Capability.VIEW_PEOPLE,
            Capability.VIEW_SETTINGS,
            Capability.VIEW_BILLING,
            Capability.VIEW_AUDIT,
            *(group.view for group in DataGroup if group != DataGroup.MEDICAL),
        ),
    ),
}

STAFF_ROLE = RoleDefinition(_("Platform staff"), _over(Scope.COMPANY, Capability.ENTER_CONSOLE))
