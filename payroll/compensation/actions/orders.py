"""Recording garnishment orders, and what was taken for them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from hr.people.models import Employee
from payroll.compensation.actions.closing import check_open
from payroll.compensation.actions.dated import add_dated, change_dated, delete_row, first_day_changed, only_change
from payroll.compensation.models import GarnishmentEntry, GarnishmentOrder
from payroll.compensation.rules.amounts import CompensationRefusal, check_amount
from payroll.engine.garnishments import GarnishmentKind

_HIGHEST_SHARE = 100
_RECORDED = [
    "employee",
    "name",
    "payee",
    "reference",
    "priority",
    "kind",
    "value",
    "currency",
    "protected_earnings",
    "total",
    "start_date",
    "end_date",
]


class ShareTooLarge(CompensationRefusal):
    """More than all of the net pay."""

    message = _("A percentage of the net pay is at most 100.")
    field = "value"


class OrderChanges(TypedDict, total=False):
    """What an order says."""

    name: str
    payee: str
    reference: str
    priority: int
    kind: str
    value: Decimal
    currency: str
    protected_earnings: Decimal
    total: Decimal | None
    start_date: date
    end_date: date | None


def add_order(*, employee: Employee, acting_user: Actor | None, **says: Unpack[OrderChanges]) -> GarnishmentOrder:
    """Record an order. On each day its priority is its own among those of the person.

    Raises EndsBeforeStart, DaysTaken, PeriodClosed, OwnPay, ShareTooLarge, and refusals of the amounts.
    """
    order = GarnishmentOrder(employee=employee, **says)
    _check(order)
    with only_change(employee, by=acting_user):
        check_open(employee, order.start_date)
        add_dated(order, same=["priority"], recorded=_RECORDED, action="added", acting_user=acting_user, ends_running=False)
    return order


def change_order(*, order: GarnishmentOrder, acting_user: Actor | None, **changes: Unpack[OrderChanges]) -> GarnishmentOrder:
    """Change what an order takes, or set its end, and return it as it is now. Raises as `add_order` does."""
    with only_change(order.employee, by=acting_user):
        current = GarnishmentOrder.objects.select_related("employee").get(pk=order.pk)
        after: dict[str, Any] = changed_values(field_values(current, list(changes)), dict(changes))[1]
        if not after:
            return current
        values = {field.attname: getattr(current, field.attname) for field in GarnishmentOrder._meta.concrete_fields}
        _check(GarnishmentOrder(**values | after))
        if after.keys() - {"name", "payee", "reference"}:
            field = "end_date" if set(after) == {"end_date"} else "start_date"
            check_open(current.employee, first_day_changed(current.days, after), field=field)
        change_dated(current, after, same=["priority"], acting_user=acting_user)
    return current


def delete_order(*, order: GarnishmentOrder, acting_user: Actor | None) -> None:
    """Take back an order that was recorded by mistake. Raises PeriodClosed, OwnPay, and ProtectedError once something was taken."""
    with only_change(order.employee, by=acting_user):
        check_open(order.employee, order.start_date, field=None)
        delete_row(order, recorded=_RECORDED, acting_user=acting_user)


def record_taking(
    *,
    order: GarnishmentOrder,
    amount: Decimal,
    booked_on: date,
    idempotency_key: UUID,
    acting_user: Actor | None,
    now: datetime,
    note: str = "",
) -> GarnishmentEntry:
    """Book what a payday took for an order; below zero takes an earlier booking back. The same key again books nothing.

    Raises refusals of the amount.
    """
    check_amount(abs(amount), order.currency)
    with only_change(order.employee):
        entry, is_new = GarnishmentEntry.objects.get_or_create(
            order=order,
            idempotency_key=idempotency_key,
            defaults={"amount": amount, "booked_on": booked_on, "note": note, "recorded_at": now},
        )
        if is_new:
            after = {"amount": amount, "booked_on": booked_on}
            record_event(action="garnishmentorder:booked", acting_user=acting_user, subject=order, after=after)
    return entry


def _check(order: GarnishmentOrder) -> None:
    if order.kind == GarnishmentKind.PERCENT and order.value > _HIGHEST_SHARE:
        raise ShareTooLarge
    check_amount(order.value, order.currency, is_rate=order.kind == GarnishmentKind.PERCENT, field="value")
    if order.protected_earnings:
        check_amount(order.protected_earnings, order.currency, field="protected_earnings")
    if order.total is not None:
        check_amount(order.total, order.currency, field="total")
