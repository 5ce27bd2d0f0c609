"""Nobody decides over their own pay, unless nobody else could."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from conftest import HostClient
from core.ids import new_id
from hr.people.models import Employee
from payroll.compensation.actions import (
    OwnPay,
    add_item,
    add_order,
    agree_terms,
    change_loan,
    change_terms,
    delete_terms,
    grant_loan,
    record_loan_entry,
    record_profile,
)
from payroll.compensation.models import Loan, LoanEntryKind, PayTerms
from payroll.compensation.tests.conftest import Agree
from payroll.structures.models import PayComponent
from tenants.accounts.models import User

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TERMS = "/admin/compensation/payterms/"


@pytest.fixture
def daves_record(dave: User) -> Employee:
    return Employee.objects.get(user=dave)


@pytest.fixture
def daves_terms(daves_record: Employee, agree: Agree) -> PayTerms:
    return agree(employee=daves_record)


def _lend(employee: Employee, by: User) -> Loan:
    return grant_loan(
        employee=employee,
        kind="loan",
        name="Season ticket",
        component=PayComponent.objects.get(code="loan_repayment"),
        amount=Decimal(1200),
        paid_on=date(2026, 5, 1),
        instalment=Decimal(100),
        first_instalment_on=date(2026, 6, 1),
        acting_user=by,
        now=NOW,
    )


def _book(loan: Loan, kind: LoanEntryKind, by: User) -> None:
    day, key = date(2026, 6, 30), new_id()
    record_loan_entry(loan=loan, kind=kind, amount=Decimal(100), booked_on=day, idempotency_key=key, acting_user=by, now=NOW)


def test_no_part_of_it(daves_terms: PayTerms, dave: User, alice: User) -> None:
    own, loan = daves_terms.employee, _lend(daves_terms.employee, alice)
    bonus = PayComponent.objects.get(code="bonus")
    day: dict[str, Any] = {"employee": own, "start_date": date(2026, 7, 1), "acting_user": dave}
    order = {"name": "Council tax", "payee": "Camden", "kind": "amount", "value": Decimal(1), "currency": "GBP", "priority": 1}
    order |= {"protected_earnings": Decimal(0), "total": None, "end_date": None, "reference": ""}
    tries: list[Callable[[], Any]] = [
        lambda: agree_terms(**day, amount=Decimal(9000), basis="monthly", currency="GBP", frequency="monthly"),
        lambda: change_terms(terms=daves_terms, amount=Decimal(9000), acting_user=dave),
        lambda: delete_terms(terms=daves_terms, acting_user=dave),
        lambda: add_item(**day, component=bonus, amount=Decimal(9000)),
        lambda: add_order(**day, **order),  # type: ignore[arg-type]
        lambda: _lend(own, dave),
        lambda: change_loan(loan=loan, is_paused=True, acting_user=dave),
        lambda: _book(loan, LoanEntryKind.WRITTEN_OFF, dave),
    ]
    for attempt in tries:
        with pytest.raises(OwnPay, match="Ask Alice Archer, who may change it too"):
            attempt()
    change_terms(terms=daves_terms, amount=Decimal(3100), acting_user=alice)


def test_what_a_pay_run_books_and_what_the_law_asks_is_no_decision(daves_terms: PayTerms, dave: User, alice: User) -> None:
    own = daves_terms.employee
    _book(_lend(own, alice), LoanEntryKind.REPAID_FROM_PAY, dave)
    answers = {"tax_code": "1257L"}
    record_profile(employee=own, country="GB", answers=answers, start_date=date(2026, 5, 1), acting_user=dave)


def test_unless_nobody_else_could(agree: Agree, alice: User, dave: User) -> None:
    own = Employee.objects.get(user=alice)
    with pytest.raises(OwnPay, match="Dave Dunn"):
        agree(employee=own)
    User.objects.filter(pk=dave.pk).update(is_active=False)
    assert agree(employee=own).employee == own


def test_ones_own_can_be_read(sign_in: Callable[[User], HostClient], dave: User, daves_terms: PayTerms) -> None:
    client = sign_in(dave)
    entered = {"employee": daves_terms.employee_id, "amount": "9000", "basis": "monthly", "currency": "GBP"}
    entered |= {"frequency": "monthly", "start_date": "2026-07-01"}

    page = client.get(f"{TERMS}{daves_terms.pk}/change/")
    assert page.status_code == 200
    assert 'name="amount"' not in page.content.decode()
    assert client.post(f"{TERMS}{daves_terms.pk}/change/", entered).status_code == 403
    assert client.post(f"{TERMS}{daves_terms.pk}/delete/", {"post": "yes"}).status_code == 403
    refused = client.post(f"{TERMS}add/", entered)
    assert "You cannot change your own pay. Ask Alice Archer" in refused.content.decode()
    assert PayTerms.objects.get().amount == Decimal(3000)
