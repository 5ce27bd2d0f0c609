"""Lending, and what is paid back."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

from django.utils.translation import gettext as _

from core.audit.actions import Actor, field_values, record_event
from core.ids import new_id
from hr.people.models import Employee
from payroll.compensation.actions.closing import check_open
from payroll.compensation.actions.currencies import check_repays, currency_for
from payroll.compensation.actions.dated import only_change, write_changes
from payroll.compensation.models import Loan, LoanEntry, LoanEntryKind
from payroll.compensation.rules.amounts import AmountNotAboveZero, CompensationRefusal, check_amount
from payroll.compensation.wording import amount_text
from payroll.structures.models import PayComponent

_RECORDED = ["employee", "kind", "name", "component", "currency", "instalment", "first_instalment_on"]


class MoreThanOwed(CompensationRefusal):
    """More would be paid back than is owed."""

    def __init__(self, owed: Decimal, currency: str) -> None:
        message = _("Only %(owed)s is owed. Enter at most that.")
        super().__init__(message % {"owed": amount_text(owed, currency)}, field="amount")


class KeyUsedDifferently(CompensationRefusal):
    """The key of an entry that was recorded comes again with other values: an old page."""

    def __init__(self) -> None:
        super().__init__(_("This page is older than the latest entry, so nothing was recorded. Open it again."))


class LoanChanges(TypedDict, total=False):
    """What `change_loan` may change."""

    name: str
    instalment: Decimal
    first_instalment_on: date
    is_paused: bool


def grant_loan(
    *,
    employee: Employee,
    kind: str,
    name: str,
    component: PayComponent,
    amount: Decimal,
    paid_on: date,
    instalment: Decimal,
    first_instalment_on: date,
    acting_user: Actor | None,
    now: datetime,
) -> Loan:
    """Note that somebody was lent `amount`, to be paid back in instalments under a component that is a deduction.

    Raises NotEntered, NotADeduction, NoTermsYet, PeriodClosed, OwnPay, and refusals of the amounts.
    """
    with only_change(employee, by=acting_user):
        currency = currency_for(employee, component, first_instalment_on)
        check_repays(component)
        check_amount(amount, currency)
        check_amount(instalment, currency, field="instalment")
        check_open(employee, first_instalment_on, field="first_instalment_on")
        loan = Loan.objects.create(
            employee=employee,
            kind=kind,
            name=name,
            component=component,
            currency=currency,
            instalment=instalment,
            first_instalment_on=first_instalment_on,
        )
        record_event(action="loan:granted", acting_user=acting_user, subject=loan, after=field_values(loan, _RECORDED))
        _write(loan, LoanEntryKind.PAID_OUT, amount, paid_on, "", new_id(), acting_user, now)
    return loan


def change_loan(*, loan: Loan, acting_user: Actor | None, **changes: Unpack[LoanChanges]) -> Loan:
    """Change the instalments to come, or pause them. What was booked stays. Raises refusals of the amount, PeriodClosed, OwnPay."""
    with only_change(loan.employee, by=acting_user):
        current = Loan.objects.select_related("employee").get(pk=loan.pk)
        if "instalment" in changes:
            check_amount(changes["instalment"], current.currency, field="instalment")
        first = changes.get("first_instalment_on")
        if first is not None and first != current.first_instalment_on:
            check_open(current.employee, min(first, current.first_instalment_on), field="first_instalment_on")
        write_changes(current, dict(changes), acting_user)
    return current


def record_loan_entry(
    *,
    loan: Loan,
    kind: LoanEntryKind,
    amount: Decimal,
    booked_on: date,
    idempotency_key: UUID,
    acting_user: Actor | None,
    now: datetime,
    note: str = "",
) -> LoanEntry:
    """Book a movement. `amount` has no sign, but for a correction: below zero, less is owed. The same key again books nothing.

    Raises MoreThanOwed, AmountNotAboveZero, KeyUsedDifferently, OwnPay, and refusals of the amount.
    """
    with only_change(loan.employee, by=None if kind == LoanEntryKind.REPAID_FROM_PAY else acting_user):
        current = Loan.objects.with_balance().get(pk=loan.pk)
        signed = amount if kind in {LoanEntryKind.PAID_OUT, LoanEntryKind.CORRECTION} else -amount
        earlier = LoanEntry.objects.filter(loan=current, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if (earlier.kind, earlier.amount) != (kind, signed):
                raise KeyUsedDifferently
            return earlier
        if kind == LoanEntryKind.CORRECTION and amount == 0:
            raise AmountNotAboveZero(amount)
        check_amount(abs(amount) if kind == LoanEntryKind.CORRECTION else amount, current.currency)
        owed: Decimal = vars(current)["owed"]
        if owed + signed < 0:
            raise MoreThanOwed(owed, current.currency)
        return _write(current, kind, signed, booked_on, note, idempotency_key, acting_user, now)


def _write(
    loan: Loan,
    kind: LoanEntryKind,
    signed: Decimal,
    booked_on: date,
    note: str,
    key: UUID,
    acting_user: Actor | None,
    now: datetime,
) -> LoanEntry:
    entry = LoanEntry.objects.create(
        loan=loan, kind=kind, amount=signed, booked_on=booked_on, note=note, idempotency_key=key, recorded_at=now
    )
    after = {"kind": entry.kind, "amount": entry.amount, "booked_on": entry.booked_on}
    record_event(action="loan:booked", acting_user=acting_user, subject=loan, after=after)
    return entry
