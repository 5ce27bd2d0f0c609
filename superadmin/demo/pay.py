"""What the demo's people are paid: believable terms, a rise each spring, tax details, and a few items, loans and orders."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.dates import local_date
from core.ids import new_id
from hr.people.models import Employee
from payroll.compensation.actions import add_item, add_order, agree_terms, grant_loan, record_loan_entry, record_profile
from payroll.compensation.models import LoanEntryKind
from payroll.structures.actions import save_state_table
from payroll.structures.models import PayComponent, StateTaxTable
from tenants.accounts.models import User

_ANSWERS: dict[str, dict[str, Any]] = {
    "GB": {"tax_code": "1257L", "ni_category": "A"},
    "US": {"w4": "W4", "w4.W4.filing_status": "single", "state": True, "state.code": "IL", "state.allowances": 1},
}
# A year's pay in thousands by what a job title ends with; others get the last.
_SALARIES = {
    "people": 96,
    "director": 104,
    "engineering": 112,
    "operations": 88,
    "sales": 92,
    "lead": 68,
    "engineer": 54,
    "designer": 51,
    "manager": 58,
    "Owner": 120,
}
_USUAL_SALARY, _HOURLY_RATE = 41, Decimal("15.85")
_RISE = Decimal("1.04")


@dataclass(frozen=True, slots=True)
class Paid:
    """Somebody of the cast, what they are called, and whether they clock in at a kiosk and are paid by the hour."""

    employee: Employee
    title: str
    is_hourly: bool
    first_day: date


def plant_pay(people: list[Paid], *, country: str, currency: str, zone_name: str, by: User, now: datetime) -> None:
    """Terms and tax details for everybody; a bonus, a loan, an advance and an order for a few. Call it inside the company."""
    today = local_date(now, zone_name)
    if country == "US":
        _enter_state_tables(today, by)
    for paid in people:
        _agree(paid, currency, today, _other_than(paid, by))
        answers = _ANSWERS[country]
        record_profile(employee=paid.employee, country=country, answers=answers, start_date=paid.first_day, acting_user=by)
    month = today.replace(day=1)
    for paid in people[3::5]:
        bonus = PayComponent.objects.get(code="bonus")
        note = "For the autumn launch"
        add_item(
            employee=paid.employee,
            component=bonus,
            amount=Decimal(500),
            start_date=month,
            is_one_off=True,
            note=note,
            acting_user=_other_than(paid, by),
        )
    for borrower, kind, name, amount in (
        (people[len(people) // 4], "loan", "Season ticket loan", Decimal(1620)),
        (people[-2], "advance", "Advance on pay", Decimal(400)),
    ):
        _lend(borrower, kind, name, amount, month, _other_than(borrower, by), now)
    add_order(
        employee=people[-1].employee,
        name="Attachment of earnings order",
        payee="County court",
        reference="AEO-2291",
        priority=1,
        kind="amount",
        value=Decimal(85),
        currency=currency,
        protected_earnings=Decimal(1200),
        total=Decimal(1020),
        start_date=month,
        acting_user=_other_than(people[-1], by),
    )


def _other_than(paid: Paid, by: User) -> User | None:
    """Nobody decides over their own pay."""
    return None if paid.employee.user_id == by.pk else by


def _enter_state_tables(today: date, by: User) -> None:
    """A company's own figures, of last year and this one."""
    for year in (today.year - 1, today.year):
        days: dict[str, Any] = {"start_date": date(year, 1, 1), "end_date": date(year, 12, 31)}
        flat: dict[str, Any] = {"kind": "flat", "above": [Decimal(0)], "rates": [Decimal("0.0495")], "allowance": Decimal(2850)}
        save_state_table(table=StateTaxTable(code="IL", name="Illinois", **flat, **days), acting_user=by)


def _agree(paid: Paid, currency: str, today: date, by: User | None) -> None:
    basis, amount = ("hourly", _HOURLY_RATE) if paid.is_hourly else ("annual", _salary(paid.title))
    terms: dict[str, Any] = {"employee": paid.employee, "basis": basis, "currency": currency, "frequency": "monthly"}
    first = paid.first_day
    agree_terms(start_date=first, amount=amount, acting_user=by, **terms)
    for year in (today.year - 1, today.year):
        rise = date(year, 4, 1)
        if first < rise <= today:
            # Rates to the penny, salaries to the hundred.
            amount = round(amount * _RISE, 2 if paid.is_hourly else -2)
            agree_terms(start_date=rise, amount=Decimal(f"{amount:f}"), acting_user=by, **terms)


def _salary(title: str) -> Decimal:
    thousands = next((pay for ending, pay in _SALARIES.items() if title.endswith(ending)), _USUAL_SALARY)
    return Decimal(thousands * 1000)


def _lend(paid: Paid, kind: str, name: str, amount: Decimal, month: date, by: User | None, now: datetime) -> None:
    instalment = amount / (12 if kind == "loan" else 2)
    paid_on = max(date(month.year, 1, 15), paid.first_day)
    loan = grant_loan(
        employee=paid.employee,
        kind=kind,
        name=name,
        component=PayComponent.objects.get(code="loan_repayment"),
        amount=amount,
        paid_on=paid_on,
        instalment=instalment,
        first_instalment_on=paid_on,
        acting_user=by,
        now=now,
    )
    record_loan_entry(
        loan=loan,
        kind=LoanEntryKind.REPAID_FROM_PAY,
        amount=instalment,
        booked_on=month,
        idempotency_key=new_id(),
        acting_user=by,
        now=now,
    )
