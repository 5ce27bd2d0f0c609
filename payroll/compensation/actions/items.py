"""Adding, changing and taking back pay items."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from core.audit.actions import Actor, changed_values, field_values, record_event
from hr.people.models import Employee
from payroll.compensation.actions.closing import check_open
from payroll.compensation.actions.currencies import currency_for
from payroll.compensation.actions.dated import EndsBeforeStart, delete_row, first_day_changed, only_change, write_changes
from payroll.compensation.models import PayItem
from payroll.compensation.rules.amounts import check_amount
from payroll.structures.models import PayComponent

_RECORDED = ["employee", "component", "amount", "currency", "is_one_off", "start_date", "end_date", "note"]


class ItemChanges(TypedDict, total=False):
    """What `change_item` may change."""

    component: PayComponent
    amount: Decimal
    is_one_off: bool
    start_date: date
    end_date: date | None
    note: str


def add_item(
    *,
    employee: Employee,
    component: PayComponent,
    amount: Decimal,
    start_date: date,
    acting_user: Actor | None,
    end_date: date | None = None,
    is_one_off: bool = False,
    note: str = "",
) -> PayItem:
    """Pay, or take, an amount under a component from a day on, or once. It is in the component's currency, or that of the terms.

    Raises NotEntered, NoTermsYet, EndsBeforeStart, PeriodClosed, OwnPay, and refusals of the amount.
    """
    item = PayItem(
        employee=employee,
        component=component,
        amount=amount,
        is_one_off=is_one_off,
        start_date=start_date,
        end_date=start_date if is_one_off else end_date,
        note=note,
    )
    with only_change(employee, by=acting_user):
        _complete(item)
        check_open(employee, start_date)
        item.save(force_insert=True)
        record_event(action="payitem:added", acting_user=acting_user, subject=item, after=field_values(item, _RECORDED))
    return item


def change_item(*, item: PayItem, acting_user: Actor | None, **changes: Unpack[ItemChanges]) -> PayItem:
    """Correct an item, or set its end, and return it as it is now. Raises as `add_item` does."""
    with only_change(item.employee, by=acting_user):
        current = PayItem.objects.select_related("employee", "component").get(pk=item.pk)
        wanted = PayItem(**{field.attname: getattr(current, field.attname) for field in PayItem._meta.concrete_fields})
        for name, value in changes.items():
            setattr(wanted, name, value)
        if wanted.is_one_off:
            wanted.end_date = wanted.start_date
        _complete(wanted)
        names = [*changes, "end_date", "currency"]
        after: dict[str, Any] = changed_values(field_values(current, names), field_values(wanted, names))[1]
        if after.keys() - {"note"}:
            field = "end_date" if set(after) == {"end_date"} else "start_date"
            check_open(current.employee, first_day_changed(current.days, after), field=field)
        write_changes(current, after, acting_user)
    return current


def delete_item(*, item: PayItem, acting_user: Actor | None) -> None:
    """Take back an item that was added by mistake. Raises PeriodClosed, OwnPay."""
    with only_change(item.employee, by=acting_user):
        check_open(item.employee, item.start_date, field=None)
        delete_row(item, recorded=_RECORDED, acting_user=acting_user)


def _complete(item: PayItem) -> None:
    if item.end_date is not None and item.end_date < item.start_date:
        raise EndsBeforeStart
    item.currency = currency_for(item.employee, item.component, item.start_date)
    check_amount(item.amount, item.currency)
