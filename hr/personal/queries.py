"""Reads of personal records. The payroll asks here where to pay, and what changed since it last did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from core.audit.queries import events_about
from hr.people.models import Employee
from hr.personal.models import (
    AT_FIRST,
    BankAccount,
    BankDetails,
    BankDetailsStatus,
    Certificate,
    ChangeRequest,
    ChangeStatus,
    PersonalPolicy,
    PersonalRecord,
)
from hr.personal.rules.shares import Share


def get_policy() -> PersonalPolicy:
    """The company's rules for personal records; those that hold at first until somebody changes them."""
    return PersonalPolicy.objects.first() or PersonalPolicy(**AT_FIRST)


def shows_work_phones() -> Any:
    """Whether colleagues see work phones, for the query that asks for people: no statement of its own."""
    return ~Exists(PersonalPolicy.objects.filter(shows_work_phones=False))


def record_of(employee: Employee) -> PersonalRecord:
    """Somebody's record, an empty one before the first entry."""
    return PersonalRecord.objects.filter(pk=employee.pk).first() or PersonalRecord(employee=employee)


def birthdays_of(employees: Iterable[Employee]) -> dict[UUID, date]:
    """The dates of birth that are recorded, by the employee's key; one statement. For what depends on age, never to show."""
    rows = PersonalRecord.objects.filter(employee__in=employees, date_of_birth__isnull=False)
    return {employee: day for employee, day in rows.values_list("pk", "date_of_birth") if day is not None}


def former_addresses(employee: Employee, *, since: datetime) -> set[str]:
    """The work and personal e-mail addresses of somebody that others have taken the place of since then, as the trail tells."""
    names = ("work_email", "personal_email")
    changes = events_about(employee).filter(occurred_at__gte=since, before__has_any_keys=names)
    return {address for change in changes for name in names if (address := (change.before or {}).get(name))}


def waiting_requests(employee: Employee) -> list[ChangeRequest]:
    """What has been asked for this employee and not decided, oldest first."""
    return list(ChangeRequest.objects.filter(employee=employee, status=ChangeStatus.WAITING).order_by("requested_at", "id"))


def details_at(*, employee_ids: Iterable[UUID], moment: datetime) -> dict[UUID, BankDetails]:
    """Whose pay goes where at a moment, by employee, with the accounts in order; two statements for any number of people.

    Reading them is to be told to `core.audit.actions.record_read`, as with all bank data of others.
    """
    found = (
        BankDetails.objects.filter(employee__in=employee_ids, status=BankDetailsStatus.CONFIRMED, effective_from__lte=moment)
        .order_by("employee_id", "-effective_from", "-requested_at")
        .distinct("employee_id")
        .select_related("employee")
        .prefetch_related("accounts")
    )
    return {details.employee_id: details for details in found}


def accounts_of(details: BankDetails) -> list[BankAccount]:
    """The accounts in their order; no statement after a prefetch."""
    return sorted(details.accounts.all(), key=lambda account: account.position)


def shares_of(details: BankDetails) -> list[Share]:
    """How pay is split, for `rules.shares.split_pay`, in the order of `accounts_of`."""
    return [Share(account.share_kind, account.share_value) for account in accounts_of(details)]


def details_in_the_making(employee: Employee, *, now: datetime) -> BankDetails | None:
    """A change that waits for somebody's confirmation or for the end of its cooling-off time."""
    changes = BankDetails.objects.filter(_ahead(now), employee=employee).select_related("requested_by", "decided_by")
    return changes.prefetch_related("accounts").order_by("-requested_at").first()


def _ahead(now: datetime) -> Q:
    """Changes that wait for somebody's confirmation or for the end of their cooling-off time."""
    return Q(status=BankDetailsStatus.WAITING) | Q(status=BankDetailsStatus.CONFIRMED, effective_from__gt=now)


@dataclass(frozen=True, slots=True)
class BankChange:
    """Why somebody's pay deserves a look before it is paid."""

    employee: Employee
    details: BankDetails
    is_waiting: bool
    """Asked for and not in effect: the pay still goes to the former accounts."""


def bank_changes(*, since: datetime, until: datetime) -> list[BankChange]:
    """What a pay run at `until` has to flag when the last one was at `since`, by name: new accounts, and changes that wait."""
    came_to_hold = Q(status=BankDetailsStatus.CONFIRMED, effective_from__gt=since, effective_from__lte=until)
    under_way = Q(status=BankDetailsStatus.WAITING, requested_at__lte=until) | Q(
        status=BankDetailsStatus.CONFIRMED, requested_at__lte=until, effective_from__gt=until
    )
    found = BankDetails.objects.filter(came_to_hold | under_way).select_related("employee")
    return [
        BankChange(details.employee, details, details.effective_from is None or details.effective_from > until)
        for details in found.order_by("employee__last_name", "employee__first_name", "requested_at")
    ]


def others_paid_to(details: BankDetails, *, now: datetime) -> list[Employee]:
    """Who else's pay goes to one of these accounts, or is to: couples share one, and so do thieves' victims."""
    numbers = {(account.country, account.bank_code, account.number) for account in accounts_of(details)}
    return sorted(
        {
            other.employee
            for other in _details_that_count(now)
            if other.employee_id != details.employee_id and _pays_to(other, numbers)
        },
        key=str,
    )


def _details_that_count(now: datetime) -> Iterator[BankDetails]:
    ids = BankDetails.objects.values_list("employee_id", flat=True).distinct()
    yield from details_at(employee_ids=ids, moment=now).values()
    yield from BankDetails.objects.filter(_ahead(now)).select_related("employee").prefetch_related("accounts")


def _pays_to(details: BankDetails, numbers: set[tuple[str, str, str]]) -> bool:
    return any((account.country, account.bank_code, account.number) in numbers for account in details.accounts.all())


def certificates_running_out(*, today: date, until: date) -> QuerySet[Certificate]:
    """Certificates of people who work here whose last day lies not after `until`, soonest first."""
    here = Employee.objects.all().employed_on(today)
    certificates = Certificate.objects.filter(employee__in=here, expires_on__lte=until)
    return certificates.select_related("employee").order_by("expires_on", "id")
