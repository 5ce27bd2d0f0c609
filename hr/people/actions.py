"""Writes of people: hiring, changes, leaving, departments and accounts."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.dates import local_date
from hr.people.models import Department, Employee
from hr.people.rules import closes_circle
from tenants.accounts.actions import LastOwner, change_email, create_user, deactivate_account, reopen_account
from tenants.accounts.models import RoleGrant, User
from tenants.companies.models import Company
from tenants.invitations.actions import invite

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

log = logging.getLogger(__name__)


class PeopleRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""


class WorkEmailTaken(PeopleRefusal):
    """Somebody else has that work address."""

    message = _("Another employee has this work e-mail. Each person needs an address of their own.")


class EndsBeforeStart(PeopleRefusal):
    """The last day would come before the first."""

    message = _("The last day cannot come before the first day. Check both dates.")


class ManagerCircle(PeopleRefusal):
    """Somebody would come to be their own manager, directly or through others."""

    def __init__(self, employee: Employee, manager: Employee) -> None:
        super().__init__(employee.pk, manager.pk)
        self.message = _(
            "%(manager)s cannot manage %(employee)s, because %(manager)s reports to %(employee)s, directly or through others. "
            "Choose another manager, or change who %(manager)s reports to first."
        ) % {"employee": employee, "manager": manager}
        if employee.pk == manager.pk:
            self.message = _("%(employee)s cannot be their own manager. Choose somebody else, or nobody.") % {"employee": employee}


class HasReports(PeopleRefusal):
    """Others report to the employee who is to be deleted."""

    message = _("Others report to this person, so they cannot be deleted. Give those another manager first.")


class DepartmentNameTaken(PeopleRefusal):
    """There is a department of that name."""

    message = _("There is a department with this name already. Give this one another name.")


class DepartmentCircle(PeopleRefusal):
    """A department would become a part of itself."""

    def __init__(self, department: Department, parent: Department) -> None:
        super().__init__(department.pk, parent.pk)
        self.message = _("%(department)s cannot be part of %(parent)s, which belongs to it. Choose another department.") % {
            "department": department,
            "parent": parent,
        }


class HasAccount(PeopleRefusal):
    """The employee signs in already, or the account belongs to somebody else."""

    message = _("This person has an account already. To let them choose a new password, ask them to use “Forgot password”.")


class HasLeft(PeopleRefusal):
    """The account would close at once."""

    message = _("This person’s last day has passed, so an account would close at once. Change the last day first if it is wrong.")


class RoleBeyondOwn(PeopleRefusal):
    """Somebody tried to give a role that allows more than they may themselves."""

    message = _("You can only give roles that allow no more than your own. Ask an owner of the company to give this one.")


_REFUSAL_OF_CONSTRAINT: dict[str, type[PeopleRefusal]] = {
    "employee_work_email_unique": WorkEmailTaken,
    "employee_ends_after_start": EndsBeforeStart,
    "people_employee_user_id_key": HasAccount,
    "department_name_unique": DepartmentNameTaken,
}
_COUNT_ON = """
INSERT INTO people_employeenumbering AS numbering (id, latest) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET latest = numbering.latest + 1 RETURNING latest
"""


class EmployeeChanges(TypedDict, total=False):
    """What `change_employee` may change."""

    first_name: str
    last_name: str
    work_email: str
    job_title: str
    department: Department | None
    manager: Employee | None
    time_zone: str
    start_date: date


class DepartmentChanges(TypedDict, total=False):
    """What `change_department` may change."""

    name: str
    parent: Department | None


def hire_employee(
    *,
    first_name: str,
    last_name: str,
    work_email: str,
    start_date: date,
    acting_user: Actor,
    job_title: str = "",
    department: Department | None = None,
    manager: Employee | None = None,
    time_zone: str = "",
    user: User | None = None,
) -> Employee:
    """Add a person with the next number; none is given twice.

    Raises WorkEmailTaken; HasAccount if `user` is another employee's account.
    """
    with _named_refusals():
        employee = Employee.objects.create(
            number=_next_number(),
            first_name=first_name,
            last_name=last_name,
            work_email=work_email.strip().lower(),
            start_date=start_date,
            job_title=job_title,
            department=department,
            manager=manager,
            time_zone=time_zone,
            user=user,
        )
        recorded = field_values(employee, ["number", "work_email", "start_date", "job_title", "department", "manager"])
        record_event(action="employee:hired", acting_user=acting_user, subject=employee, after=recorded)
    return employee


def change_employee(*, employee: Employee, acting_user: User, **changes: Unpack[EmployeeChanges]) -> Employee:
    """Change what is named and return the employee as it is now. Raises WorkEmailTaken, EndsBeforeStart, ManagerCircle.

    Whoever signs in with their work e-mail goes on doing so with the new one: raises EmailTaken and BeyondOwnRights of accounts.
    """
    if "work_email" in changes:
        changes["work_email"] = changes["work_email"].strip().lower()
    with _named_refusals():
        manager = changes.get("manager")
        if manager is not None:
            # Two changes at once could close a circle that neither closes alone.
            _lock(Employee)
            if closes_circle(employee.pk, manager.pk, dict(Employee.objects.values_list("pk", "manager_id"))):
                raise ManagerCircle(employee, manager)
        related = ("department", "manager", "user")
        current = Employee.objects.select_for_update(of=("self",)).select_related(*related).get(pk=employee.pk)
        work_email = current.work_email
        _change(current, dict(changes), action="employee:changed", acting_user=acting_user)
        if current.user is not None and current.user.email == work_email != current.work_email:
            change_email(user=current.user, email=current.work_email, acting_user=acting_user)
    return current


def delete_employee(*, employee: Employee, acting_user: User) -> None:
    """Take back somebody who was added by mistake; they sign in no more. Raises HasReports, AccountRefusal of accounts.

    Raises Django's ProtectedError where something is recorded of them already.
    """
    with _named_refusals():
        current = Employee.objects.select_for_update(of=("self",)).select_related("department", "user").get(pk=employee.pk)
        if current.reports.exists():
            raise HasReports
        if current.user is not None:
            deactivate_account(user=current.user, acting_user=acting_user)
        recorded = field_values(current, ["number", "work_email", "start_date", "job_title", "department", "user"])
        record_event(action="employee:deleted", acting_user=acting_user, subject=current, before=recorded)
        current.delete()


def move_employees(*, employees: Iterable[Employee], department: Department, acting_user: User) -> None:
    """Put people into a department: all of them, or none."""
    with transaction.atomic():
        # In one order, or two moves of the same people could each wait for the other.
        for employee in sorted(employees, key=lambda each: each.pk):
            change_employee(employee=employee, department=department, acting_user=acting_user)


def end_employment(*, employee: Employee, last_day: date | None, acting_user: Actor) -> Employee:
    """Set somebody's last day at work; it may lie ahead, be changed, and be taken back with None. Raises EndsBeforeStart."""
    with _named_refusals():
        current = Employee.objects.select_for_update().get(pk=employee.pk)
        _change(current, {"end_date": last_day}, action="employee:left", acting_user=acting_user)
    return current


def add_department(*, name: str, acting_user: Actor, parent: Department | None = None) -> Department:
    """Add a department, by itself or as a part of another. Raises DepartmentNameTaken."""
    with _named_refusals():
        department = Department.objects.create(name=name.strip(), parent=parent)
        recorded = field_values(department, ["name", "parent"])
        record_event(action="department:added", acting_user=acting_user, subject=department, after=recorded)
    return department


def change_department(*, department: Department, acting_user: Actor, **changes: Unpack[DepartmentChanges]) -> Department:
    """Rename a department or move it, and return it as it is now. Raises DepartmentNameTaken, DepartmentCircle."""
    if "name" in changes:
        changes["name"] = changes["name"].strip()
    with _named_refusals():
        parent = changes.get("parent")
        if parent is not None:
            # As with managers: two moves at once.
            _lock(Department)
            if closes_circle(department.pk, parent.pk, dict(Department.objects.values_list("pk", "parent_id"))):
                raise DepartmentCircle(department, parent)
        current = Department.objects.select_for_update(of=("self",)).select_related("parent").get(pk=department.pk)
        _change(current, dict(changes), action="department:changed", acting_user=acting_user)
    return current


def give_account(*, employee: Employee, roles: Iterable[str], company: Company, acting_user: User | None, now: datetime) -> User:
    """Give an employee an account for their work e-mail, and invite them to choose a password.

    Raises HasAccount, HasLeft, RoleBeyondOwn, and EmailTaken and BeyondOwnRights of accounts. Without `acting_user` the
    platform itself acts.
    """
    codes = list(roles)
    with _named_refusals():
        current = Employee.objects.select_for_update().get(pk=employee.pk)
        if current.user_id is not None:
            raise HasAccount
        if current.end_date is not None and current.end_date < local_date(now, current.time_zone or company.time_zone):
            raise HasLeft
        if acting_user is not None and not acting_user.may_give(_grants_of(codes)):
            raise RoleBeyondOwn
        # Of somebody who was deleted with the same address: added once more, or an address that is used again.
        user = User.objects.filter(email=current.work_email, is_active=False, employee=None).first()
        if user is not None:
            reopen_account(user=user, full_name=current.full_name, roles=codes, acting_user=acting_user)
        else:
            user = create_user(
                email=current.work_email,
                full_name=current.full_name,
                password_hash=None,
                roles=codes,
                # Accepting the invitation proves the address.
                is_verified=False,
                acting_user=acting_user,
                now=now,
            )
        _change(current, {"user": user}, action="employee:given_account", acting_user=acting_user)
        invite(user=user, company=company, acting_user=acting_user, now=now)
    return user


def give_accounts(
    *, employees: Iterable[Employee], roles: Iterable[str], company: Company, acting_user: User, now: datetime
) -> list[User]:
    """Give accounts to several employees: all of them, or none. Raises as `give_account`."""
    codes = list(roles)
    with transaction.atomic():
        # In one order, as in `move_employees`.
        return [
            give_account(employee=employee, roles=codes, company=company, acting_user=acting_user, now=now)
            for employee in sorted(employees, key=lambda each: each.pk)
        ]


def close_accounts_of_leavers(*, at: datetime, zone_name: str) -> None:
    """Deactivate, for the platform, the accounts of all whose last day was over at `at`, by their clock or else `zone_name`'s.

    A company's only owner stays, because nobody could make another; the log says who.
    """
    # Wherever they are, the calendar is at most a day ahead of UTC's.
    leavers = Employee.objects.filter(user__is_active=True, end_date__lte=at.astimezone(UTC).date()).select_related("user")
    for employee in leavers:
        assert employee.user is not None  # The filter says so.
        assert employee.end_date is not None
        if employee.end_date >= local_date(at, employee.time_zone or zone_name):
            continue
        try:
            deactivate_account(user=employee.user, acting_user=None)
        except LastOwner:
            log.warning("The account of %s stays open after their last day: no other owner can sign in.", employee)


def _grants_of(role_codes: list[str]) -> list[tuple[str, str]]:
    return list(RoleGrant.objects.filter(role__code__in=role_codes).values_list("capability", "scope"))


def _change(row: Employee | Department, changes: dict[str, Any], *, action: str, acting_user: Actor | None) -> None:
    before, after = changed_values(field_values(row, list(changes)), changes)
    if not after:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    record_event(action=action, acting_user=acting_user, subject=row, before=before, after=after)


def _next_number() -> int:
    # Another hire waits here until this one has committed or is undone, so there are neither twins nor gaps.
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON)
        [latest] = cursor.fetchone()
    return int(latest)


def _lock(model: type[models.Model]) -> None:
    # Reading and clocking in go on meanwhile.
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def _named_refusals() -> Iterator[None]:
    """A transaction in which the database's refusals get our names."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in _REFUSAL_OF_CONSTRAINT:
            raise
        raise _REFUSAL_OF_CONSTRAINT[constraint] from error
