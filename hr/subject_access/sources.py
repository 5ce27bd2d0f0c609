"""Every table that says something about a person, and how its rows lead to them. A test keeps the list complete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hr.people.models import Employee
from tenants.accounts.capabilities import DOCUMENT_GROUPS, DataGroup


@dataclass(frozen=True)
class Source:
    """A table whose rows are about a person."""

    label: str
    """The model, as “people.Employee”."""
    group: DataGroup
    to_employee: str = "employee"
    """From a row to the employee; of what belongs to an account, from the account on."""
    by_type: bool = False
    """Whether the type of a document says to which group a row belongs; `group` is what most of them do."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Columns that are left out, and why. Keys are, always."""

    @property
    def model(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.label)

    @property
    def groups(self) -> tuple[DataGroup, ...]:
        """The groups to which its rows may belong."""
        return DOCUMENT_GROUPS if self.by_type else (self.group,)

    def rows_of(self, employee: Employee) -> "QuerySet[Any]":
        """The rows about somebody, in the order in which they came."""
        return QuerySet(self.model).filter(**{self.to_employee: employee.pk}).order_by("pk").distinct()

    @property
    def title(self) -> str:
        """What the table is called."""
        return str(self.model._meta.verbose_name_plural)


_OF_ACCOUNT = "user__employee"
_SECRET = "opens something"  # noqa: S105 - a reason.
_OF_MACHINES = "means something to machines only"
_PLACE = "where the file itself is kept"

SOURCES: tuple[Source, ...] = (
    Source(
        "people.Employee", DataGroup.PERSONAL, "pk", hidden={"custom_values": "stands under its own heading, by the fields’ names"}
    ),
    Source("personal.PersonalRecord", DataGroup.PERSONAL, hidden={"photo": _PLACE}),
    Source("personal.Address", DataGroup.PERSONAL),
    Source("personal.EmergencyContact", DataGroup.PERSONAL),
    Source("personal.Dependant", DataGroup.PERSONAL),
    Source("personal.Identifier", DataGroup.PERSONAL),
    Source("personal.ChangeRequest", DataGroup.PERSONAL, hidden={"item_id": _OF_MACHINES}),
    Source("accounts.User", DataGroup.PERSONAL, "employee", hidden={"password": _SECRET}),
    Source("accounts.RoleAssignment", DataGroup.PERSONAL, _OF_ACCOUNT),
    Source("accounts.SignIn", DataGroup.PERSONAL, _OF_ACCOUNT, hidden={"device_hash": _SECRET, "session_key": _SECRET}),
    Source("account.EmailAddress", DataGroup.PERSONAL, _OF_ACCOUNT),
    Source("account.EmailConfirmation", DataGroup.PERSONAL, "email_address__user__employee", hidden={"key": _SECRET}),
    Source("mfa.Authenticator", DataGroup.PERSONAL, _OF_ACCOUNT, hidden={"data": _SECRET}),
    Source("invitations.Invitation", DataGroup.PERSONAL, _OF_ACCOUNT, hidden={"code_hash": _SECRET}),
    Source("socialaccount.SocialAccount", DataGroup.PERSONAL, _OF_ACCOUNT),
    Source(
        "socialaccount.SocialToken",
        DataGroup.PERSONAL,
        "account__user__employee",
        hidden={"token": _SECRET, "token_secret": _SECRET},
    ),
    Source("imports.ImportRow", DataGroup.PERSONAL, hidden={"undo": "repeats what stood there before, which is in the trail"}),
    Source("subject_access.CompleteFile", DataGroup.PERSONAL, hidden={"content": "is a file like this one"}),
    Source("people.EmploymentPeriod", DataGroup.JOB),
    Source("people.EmploymentTerms", DataGroup.JOB),
    Source("lifecycle.Checklist", DataGroup.JOB),
    Source("lifecycle.ChecklistTask", DataGroup.JOB, "checklist__employee"),
    Source("personal.Education", DataGroup.JOB),
    Source("personal.Skill", DataGroup.JOB),
    Source("personal.Certificate", DataGroup.JOB, hidden={"reminded_days": _OF_MACHINES}),
    Source("attendance.Punch", DataGroup.ATTENDANCE, hidden={"idempotency_key": _OF_MACHINES}),
    Source(
        "documents.Document",
        DataGroup.DOCUMENTS,
        by_type=True,
        hidden={"file": _PLACE, "series": _OF_MACHINES, "sha256": _OF_MACHINES, "reminded_days": _OF_MACHINES},
    ),
    Source("documents.DocumentRequest", DataGroup.DOCUMENTS, by_type=True),
    Source("documents.Acknowledgement", DataGroup.DOCUMENTS, hidden={"signed_by_id": _OF_MACHINES}),
    Source("personal.BankDetails", DataGroup.BANK),
    Source("personal.BankAccount", DataGroup.BANK, "details__employee"),
    Source("structures.PayStructureAssignment", DataGroup.SALARY),
    Source("compensation.PayTerms", DataGroup.SALARY),
    Source("compensation.PayItem", DataGroup.SALARY),
    Source("compensation.Loan", DataGroup.SALARY),
    Source("compensation.LoanEntry", DataGroup.SALARY, "loan__employee", hidden={"idempotency_key": _OF_MACHINES}),
    Source("compensation.GarnishmentOrder", DataGroup.SALARY),
    Source("compensation.GarnishmentEntry", DataGroup.SALARY, "order__employee", hidden={"idempotency_key": _OF_MACHINES}),
    Source("compensation.StatutoryProfile", DataGroup.SALARY),
)
GROUPS = tuple(dict.fromkeys(group for source in SOURCES for group in source.groups))
# Tables that lead to people and are not about them: why they are left out.
LEFT_OUT: dict[str, str] = {
    "people.FurtherData": "the rows of people.Employee once more",
    "lifecycle.TemplateTask": "names who is asked in each checklist; what was asked stands in lifecycle.ChecklistTask",
    "documents.PolicyVersion": "a file for everybody; who has signed it stands in documents.Acknowledgement",
    "imports.EmployeeImport": "a file about many people; the rows about one are in imports.ImportRow",
}
# What stands in the file's index besides.
NOT_IN_IT: tuple[Promise, ...] = (
    _("What others do or are, such as who reports to this person, is those people’s data."),
    _("Passwords, codes and the inside of second factors are left out, because they open things."),
)
# And in that of somebody's own.
NOT_IN_ONES_OWN: tuple[Promise, ...] = (
    _(
        "Documents that the company keeps for itself, and earlier versions of those that are in it, are left out. Ask the company "
        "if you want to know of them."
    ),
)
