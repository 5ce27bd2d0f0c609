"""What has been paid is final: closing pay, and refusing what would change it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions import Actor, record_event
from core.moments import day_text
from hr.people.models import Employee
from payroll.compensation.models import PayClosing
from payroll.compensation.queries import closed_until_of
from payroll.compensation.rules.amounts import CompensationRefusal


class PeriodClosed(CompensationRefusal):
    """The change would reach back into pay that is final."""

    def __init__(self, closed_until: date, *, field: str | None = "start_date") -> None:
        message = _(
            "Pay until %(day)s is closed, and this would change it. Let it begin after that day, and pay or take back the "
            "difference as a one-off item of the next period."
        )
        super().__init__(message % {"day": day_text(closed_until)}, field=field)


def close_pay(*, frequency: str, closed_until: date, acting_user: Actor | None) -> PayClosing:
    """Make pay at this frequency, or for EVERYBODY, final until a day: pay, and the employment that it was worked out from.

    An earlier day than before opens what was closed; both are in the trail.
    """
    with transaction.atomic():
        closing, is_new = PayClosing.objects.select_for_update().get_or_create(
            frequency=frequency, defaults={"closed_until": closed_until}
        )
        before = None if is_new else closing.closed_until
        if before != closed_until:
            closing.closed_until = closed_until
            closing.save(update_fields=["closed_until"])
            record_event(
                action="payclosing:closed",
                acting_user=acting_user,
                subject=closing,
                before={"closed_until": before},
                after={"closed_until": closed_until},
            )
    return closing


def check_open(employee: Employee, first_day: date, *, frequencies: Iterable[str] = (), field: str | None = "start_date") -> None:
    """Whether nothing from `first_day` on is closed for somebody paid by their terms or at `frequencies`. Raises PeriodClosed."""
    closed = closed_until_of([employee.pk], frequencies=frequencies).get(employee.pk)
    if closed is not None and first_day <= closed:
        raise PeriodClosed(closed, field=field)
