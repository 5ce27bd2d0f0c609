"""Bank details: asked for, told to the person, confirmed by somebody else, and held back for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from core.audit.actions import record_event
from hr.people.models import Employee
from hr.personal.actions.refusals import AlreadyDecided, ChangeWaits, NotASecondPerson, TooLateToWithdraw
from hr.personal.emails import send_bank_change
from hr.personal.models import BankAccount, BankDetails, BankDetailsStatus
from hr.personal.queries import details_in_the_making, get_policy
from hr.personal.rules.accounts import CheckedAccount
from hr.personal.rules.shares import Share, check_shares
from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One account of the details that are asked for."""

    account: CheckedAccount
    country: str
    holder_name: str
    bank_name: str
    share_kind: str
    share_value: Decimal | None = None


def request_bank_details(*, employee: Employee, accounts: Sequence[NewAccount], acting_user: User, now: datetime) -> BankDetails:
    """Ask for pay to go to these accounts, and tell the person at all addresses known of them so far.

    They hold once a second person has confirmed them and the company's cooling-off time is over.
    Raises ChangeWaits, SharesNotPossible.
    """
    check_shares([Share(account.share_kind, account.share_value) for account in accounts])
    policy = get_policy()
    cooling_ends_at = now + timedelta(hours=policy.bank_cooling_hours)
    is_decided = not policy.bank_needs_second_person
    with transaction.atomic():
        Employee.objects.select_for_update().get(pk=employee.pk)
        if details_in_the_making(employee, now=now):
            raise ChangeWaits
        try:
            details = BankDetails.objects.create(
                employee=employee,
                status=BankDetailsStatus.CONFIRMED if is_decided else BankDetailsStatus.WAITING,
                requested_by=acting_user,
                requested_at=now,
                cooling_ends_at=cooling_ends_at,
                decided_at=now if is_decided else None,
                effective_from=cooling_ends_at if is_decided else None,
            )
        except IntegrityError as error:
            raise ChangeWaits from error
        rows = [_row(details, position, account) for position, account in enumerate(accounts, start=1)]
        BankAccount.objects.bulk_create(rows)
        after = {"banks": [row.bank for row in rows]}
        record_event(action="bankdetails:asked", acting_user=acting_user, subject=details, after=after)
        send_bank_change(details=details, asked_by=acting_user.full_name)
    return details


def _row(details: BankDetails, position: int, new: NewAccount) -> BankAccount:
    return BankAccount(
        details=details,
        position=position,
        holder_name=new.holder_name,
        country=new.country,
        bank_name=new.bank_name or new.account.bank_name,
        bank_code=new.account.bank_code,
        bic=new.account.bic,
        number=new.account.number,
        is_iban=new.account.is_iban,
        share_kind=new.share_kind,
        share_value=new.share_value,
    )


def confirm_bank_details(*, details: BankDetails, acting_user: User, now: datetime) -> BankDetails:
    """Let them hold from the end of the cooling-off time on. Raises NotASecondPerson, AlreadyDecided."""
    with transaction.atomic():
        current = _locked_for_second_person(details, acting_user)
        current.effective_from = max(current.cooling_ends_at, now)
        _decide(current, BankDetailsStatus.CONFIRMED, acting_user=acting_user, now=now)
    return current


def refuse_bank_details(*, details: BankDetails, acting_user: User, now: datetime) -> None:
    """Leave the pay where it goes. Raises NotASecondPerson, AlreadyDecided."""
    with transaction.atomic():
        current = _locked_for_second_person(details, acting_user)
        _decide(current, BankDetailsStatus.REFUSED, acting_user=acting_user, now=now)


def withdraw_bank_details(*, details: BankDetails, acting_user: User, now: datetime) -> None:
    """Stop a change before it holds, also a confirmed one: the way out for whoever did not ask for it.

    Raises AlreadyDecided, TooLateToWithdraw.
    """
    with transaction.atomic():
        current = _locked(details)
        if current.status == BankDetailsStatus.CONFIRMED and current.effective_from and current.effective_from <= now:
            raise TooLateToWithdraw
        if current.status not in {BankDetailsStatus.WAITING, BankDetailsStatus.CONFIRMED}:
            raise AlreadyDecided
        current.effective_from = None
        _decide(current, BankDetailsStatus.WITHDRAWN, acting_user=acting_user, now=now)


def _locked(details: BankDetails) -> BankDetails:
    return BankDetails.objects.select_for_update(of=("self",)).select_related("employee").get(pk=details.pk)


def _locked_for_second_person(details: BankDetails, acting_user: User) -> BankDetails:
    current = _locked(details)
    if current.status != BankDetailsStatus.WAITING:
        raise AlreadyDecided
    if acting_user.pk in {current.requested_by_id, current.employee.user_id}:
        raise NotASecondPerson
    return current


def _decide(details: BankDetails, status: BankDetailsStatus, *, acting_user: User, now: datetime) -> None:
    details.status, details.decided_by, details.decided_at = status, acting_user, now
    details.save(update_fields=["status", "decided_by", "decided_at", "effective_from"])
    recorded = {"effective_from": details.effective_from} if details.effective_from else None
    record_event(action=f"bankdetails:{status.value}", acting_user=acting_user, subject=details, after=recorded)
