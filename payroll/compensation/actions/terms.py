"""Agreeing, changing and taking back terms of pay."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from core.audit.actions import Actor, changed_values, field_values
from hr.people.models import Employee
from payroll.compensation.actions.closing import check_open
from payroll.compensation.actions.dated import add_dated, change_dated, delete_row, first_day_changed, only_change
from payroll.compensation.models import PayTerms
from payroll.compensation.rules.amounts import check_amount
from payroll.compensation.rules.terms import PayBasis

_SAME = ["job"]
_RECORDED = ["employee", "job", "start_date", "end_date", "amount", "basis", "currency", "frequency"]
_RATES = {PayBasis.HOURLY, PayBasis.DAILY}


class TermsChanges(TypedDict, total=False):
    """What `change_terms` may change."""

    job: str
    start_date: date
    end_date: date | None
    amount: Decimal
    basis: str
    currency: str
    frequency: str


def agree_terms(
    *,
    employee: Employee,
    start_date: date,
    amount: Decimal,
    basis: str,
    currency: str,
    frequency: str,
    acting_user: Actor | None,
    end_date: date | None = None,
    job: str = "",
) -> PayTerms:
    """Agree on terms of pay from a day on. Terms of the same job that were running without an end then end the day before.

    Raises EndsBeforeStart, DaysTaken, PeriodClosed, OwnPay, and refusals of the amount.
    """
    terms = PayTerms(
        employee=employee,
        job=job,
        start_date=start_date,
        end_date=end_date,
        amount=amount,
        basis=basis,
        currency=currency,
        frequency=frequency,
    )
    check_amount(amount, currency, is_rate=basis in _RATES)
    with only_change(employee, by=acting_user):
        check_open(employee, start_date, frequencies=[frequency])
        add_dated(terms, same=_SAME, recorded=_RECORDED, action="agreed", acting_user=acting_user)
    return terms


def change_terms(*, terms: PayTerms, acting_user: Actor | None, **changes: Unpack[TermsChanges]) -> PayTerms:
    """Correct terms, or set their end, and return them as they are now. Raises as `agree_terms` does."""
    with only_change(terms.employee, by=acting_user):
        current = PayTerms.objects.select_related("employee").get(pk=terms.pk)
        _before, after = changed_values(field_values(current, list(changes)), dict(changes))
        if not after:
            return current
        amount, currency, basis = (after.get(name, getattr(current, name)) for name in ("amount", "currency", "basis"))
        check_amount(amount, currency, is_rate=basis in _RATES)
        field = "end_date" if set(after) == {"end_date"} else "start_date"
        frequencies = [after["frequency"]] if "frequency" in after else []
        check_open(current.employee, first_day_changed(current.days, after), frequencies=frequencies, field=field)
        change_dated(current, after, same=_SAME, acting_user=acting_user)
    return current


def delete_terms(*, terms: PayTerms, acting_user: Actor | None) -> None:
    """Take back terms that were agreed by mistake. Raises OwnPay, and PeriodClosed where something was paid by them."""
    with only_change(terms.employee, by=acting_user):
        check_open(terms.employee, terms.start_date, field=None)
        delete_row(terms, recorded=_RECORDED, acting_user=acting_user)
