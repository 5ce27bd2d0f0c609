"""Loans: the ledger, and what it refuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from core.audit.models import AuditEvent
from core.ids import new_id
from hr.people.models import Employee
from payroll.compensation.actions import (
    CompensationRefusal,
    MoreThanOwed,
    PeriodClosed,
    change_loan,
    close_pay,
    grant_loan,
    record_loan_entry,
)
from payroll.compensation.models import Loan, LoanEntry, LoanEntryKind
from payroll.compensation.rules.amounts import AmountNotAboveZero, AmountTooLarge, FinerThanCurrency
from payroll.compensation.tests.conftest import Agree
from payroll.structures.models import PayComponent
from tenants.accounts.models import User

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def _granted(employee: Employee, by: User, **differences: Any) -> Loan:
    usual: dict[str, Any] = {
        "kind": "loan",
        "name": "Season ticket",
        "component": PayComponent.objects.get(code="loan_repayment"),
        "amount": Decimal(1200),
        "paid_on": date(2026, 5, 1),
        "instalment": Decimal(100),
        "first_instalment_on": date(2026, 6, 1),
    }
    return grant_loan(employee=employee, acting_user=by, now=NOW, **(usual | differences))


def _book(loan: Loan, kind: str, amount: str, by: User, key: UUID | None = None) -> LoanEntry:
    return record_loan_entry(
        loan=loan,
        kind=LoanEntryKind(kind),
        amount=Decimal(amount),
        booked_on=date(2026, 6, 30),
        idempotency_key=key or new_id(),
        acting_user=by,
        now=NOW,
    )


def _owed(loan: Loan) -> Decimal:
    return Decimal(vars(Loan.objects.with_balance().get(pk=loan.pk))["owed"])


@pytest.fixture
def loan(agree: Agree, carols_record: Employee, alice: User) -> Loan:
    agree()
    return _granted(carols_record, alice)


def test_what_is_owed_is_the_sum_of_the_movements(loan: Loan, alice: User) -> None:
    _book(loan, "repaid_from_pay", "100", alice)
    _book(loan, "repaid", "50.50", alice)
    _book(loan, "correction", "-0.50", alice)
    assert _owed(loan) == Decimal(1049)
    _book(loan, "written_off", "1049", alice)
    assert _owed(loan) == 0
    booked = AuditEvent.objects.filter(action="loan:booked").count()
    assert booked == LoanEntry.objects.count() == 5


def test_a_key_books_once(loan: Loan, alice: User) -> None:
    key = new_id()
    first, again = (_book(loan, "repaid", "100", alice, key) for _time in range(2))
    assert first == again
    assert _owed(loan) == Decimal(1100)
    with pytest.raises(CompensationRefusal, match="older than the latest entry"):
        _book(loan, "repaid", "200", alice, key)


@pytest.mark.parametrize(
    ("kind", "amount", "refusal"),
    [
        ("repaid", "1200.01", MoreThanOwed),
        ("correction", "-1201", MoreThanOwed),
        ("repaid", "-5", AmountNotAboveZero),
        ("correction", "0", AmountNotAboveZero),
        ("repaid", "0.005", FinerThanCurrency),
        ("paid_out", "1000000000000000", AmountTooLarge),
    ],
)
def test_refusals(kind: str, amount: str, refusal: type[Exception], loan: Loan, alice: User) -> None:
    with pytest.raises(refusal):
        _book(loan, kind, amount, alice)
    assert _owed(loan) == Decimal(1200)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_movements_as_they_are(change: str, loan: Loan) -> None:
    entries = LoanEntry.objects.filter(loan=loan)
    with pytest.raises(DatabaseError), transaction.atomic():
        entries.update(amount=1) if change == "update" else entries._raw_delete("default")


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"instalment": Decimal(0)}, "above zero"),
        ({"amount": Decimal("10.001")}, "GBP has 2 decimals"),
        ({"component": "bonus"}, "a deduction"),
        ({"component": "overtime"}, "entered for each person"),
    ],
)
def test_what_cannot_be_lent(differences: dict[str, Any], said: str, agree: Agree, carols_record: Employee, alice: User) -> None:
    agree()
    if "component" in differences:
        differences = {"component": PayComponent.objects.get(code=differences["component"])}
    with pytest.raises(CompensationRefusal, match=said):
        _granted(carols_record, alice, **differences)
    assert not Loan.objects.exists()


def test_not_without_pay(carols_record: Employee, alice: User) -> None:
    with pytest.raises(CompensationRefusal, match="Add pay terms first"):
        _granted(carols_record, alice)


def test_instalments_to_come_change_and_closed_ones_do_not(loan: Loan, alice: User) -> None:
    assert change_loan(loan=loan, instalment=Decimal(150), is_paused=True, acting_user=alice).instalment == Decimal(150)
    close_pay(frequency="monthly", closed_until=date(2026, 6, 30), acting_user=alice)
    with pytest.raises(PeriodClosed):
        change_loan(loan=loan, first_instalment_on=date(2026, 9, 1), acting_user=alice)
