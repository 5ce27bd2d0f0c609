"""Accounts of employees: opened for them, and closed after their last day."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.dates import local_date
from hr.people.actions.refusals import HasAccount, HasLeft, RoleBeyondOwn, named_refusals
from hr.people.actions.rows import change_row
from hr.people.models import Employee, EmploymentPeriod
from tenants.accounts.actions import LastOwner, create_user, deactivate_account, end_access, reopen_account
from tenants.accounts.leaving import records_until
from tenants.accounts.models import RoleGrant, User
from tenants.companies.models import Company
from tenants.invitations.actions import invite

log = logging.getLogger(__name__)


def give_account(*, employee: Employee, roles: Iterable[str], company: Company, acting_user: User | None, now: datetime) -> User:
    """Give an employee an account for their work e-mail, and invite them to choose a password.

    Raises HasAccount, HasLeft, RoleBeyondOwn, and EmailTaken and BeyondOwnRights of accounts. Without `acting_user` the
    platform itself acts.
    """
    codes = list(roles)
    with named_refusals():
        known = Employee.objects.as_of(now.astimezone(UTC).date())
        current = known.select_for_update(of=("self",)).get(pk=employee.pk)
        if current.user_id is not None:
            raise HasAccount
        _check_is_here(current, company, now)
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
        change_row(current, {"user": user}, action="employee:given_account", acting_user=acting_user)
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


def connect_account(*, employee: Employee, user: User, company: Company, now: datetime) -> None:
    """Make an account that opened by itself an employee's. Raises HasAccount, HasLeft."""
    with named_refusals():
        known = Employee.objects.as_of(now.astimezone(UTC).date())
        current = known.select_for_update(of=("self",)).get(pk=employee.pk)
        if current.user_id is not None:
            raise HasAccount
        _check_is_here(current, company, now)
        change_row(current, {"user": user}, action="employee:given_account", acting_user=None)


def close_accounts_of_leavers(*, at: datetime, now: datetime, zone_name: str, access_months: int) -> None:
    """End, for the platform, the access of all whose last day was over at `at`, by their clock or else `zone_name`'s.

    `at` lies before `now` by as long as a shift of the last day may still run. Where the moment was said for somebody, that counts.
    `access_months` later their account closes. A company's only owner stays, because nobody could make another; the log says who.
    """
    # Wherever they are, the calendar is at most a day ahead of UTC's.
    today = at.astimezone(UTC).date()
    leavers = (
        Employee.objects.as_of(today)
        .filter(Q(period__end_date__lte=today), user__is_active=True, user__access_ends_at=None)
        .select_related("user")
    )
    for employee in leavers:
        assert employee.user is not None  # The filter says so.
        assert employee.period.end_date is not None
        zone = employee.zone_name(zone_name)
        # Who has come back in the meantime stays, whatever was left to do here.
        if employee.period.end_date >= local_date(at, zone) or employee.period_history.covering(local_date(now, zone)).exists():
            continue
        with _only_owner_stays(employee.user):
            # As forms show it again, to the minute.
            end_access(user=employee.user, at=now.replace(second=0, microsecond=0), acting_user=None)
    for user in User.objects.filter(is_active=True, access_ends_at__lte=now):
        assert user.access_ends_at is not None  # The filter says so.
        if records_until(user.access_ends_at, access_months) <= now:
            with _only_owner_stays(user):
                deactivate_account(user=user, acting_user=None)


def reopen_access(*, now: datetime, zone_name: str) -> None:
    """Let the access of whoever has come back go on, for the platform: of those whom an earlier employment's end left without.

    Their first day has begun by their own clock, or else by that of `zone_name`.
    """
    # Wherever they are, the calendar is at most a day ahead of UTC's.
    latest = now.astimezone(UTC).date() + timedelta(days=1)
    earlier = EmploymentPeriod.objects.filter(employee=OuterRef("pk"), end_date__lt=OuterRef("period__start_date"))
    back = (
        Employee.objects.as_of(latest)
        .filter(Exists(earlier), Q(period__start_date__lte=latest), user__is_active=True, user__access_ends_at__lte=now)
        .select_related("user")
    )
    for employee in back:
        assert employee.user is not None  # The filter says so.
        assert employee.user.access_ends_at is not None
        zone = employee.zone_name(zone_name)
        if (
            local_date(now, zone) in employee.period.days
            and local_date(employee.user.access_ends_at, zone) < employee.period.start_date
        ):
            end_access(user=employee.user, at=None, acting_user=None)


@contextmanager
def _only_owner_stays(user: User) -> Iterator[None]:
    try:
        yield
    except LastOwner:
        log.warning("The account of %s stays open after their last day: no other owner can sign in.", user.full_name)


def _check_is_here(employee: Employee, company: Company, now: datetime) -> None:
    today = local_date(now, employee.zone_name(company.time_zone))
    last_day = employee.period_history.latest("start_date").end_date
    if last_day is not None and last_day < today:
        raise HasLeft


def _grants_of(role_codes: list[str]) -> list[tuple[str, str]]:
    return list(RoleGrant.objects.filter(role__code__in=role_codes).values_list("capability", "scope"))
