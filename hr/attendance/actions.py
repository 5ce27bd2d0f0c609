"""Writes of attendance."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, record_event
from core.dates import DateStyle
from hr.attendance.models import Punch, PunchSource
from hr.attendance.queries import read_clock, zone_of
from hr.attendance.rules import PunchFact, PunchKind, PunchRefused, business_date_at, check_punch
from hr.people.models import Employee
from hr.people.queries import nearest_period
from tenants.company_settings.models import CompanySettings

# A device that has been set to the wrong day may still tell something. One further off knows nothing of the time.
_DEVICE_MAY_DIFFER = timedelta(days=2)


class PageOutdated(PunchRefused):
    """The key of a punch that was recorded comes again, with another kind: a second button of an old page."""

    sentence = _(
        "This page was older than your latest punch, so this one was not recorded. Look at the clock as it is now and choose again."
    )


class EmploymentNotBegun(PunchRefused):
    """A punch before somebody's first day."""

    sentence = _(
        "Your first day at the company is %(day)s, so your time is not recorded before then. Ask your manager if that is wrong."
    )

    def __init__(self, first_day: date) -> None:
        super().__init__()
        self.first_day = first_day

    def explain(self, style: DateStyle) -> str:
        """As for the others, with the first day in the company's style."""
        return self.sentence % {"day": style.date_text(self.first_day)}


class EmploymentEnded(PunchRefused):
    """A punch after somebody's last day."""

    sentence = _("Your last day at the company has passed, so your time is no longer recorded. Ask your manager if that is wrong.")


@dataclass(frozen=True, slots=True)
class PunchOutcome:
    """The punch that counts, and whether this call recorded it."""

    punch: Punch
    is_new: bool


def record_punch(
    *,
    employee: Employee,
    kind: PunchKind,
    idempotency_key: UUID,
    source: PunchSource,
    device_time: datetime | None,
    now: datetime,
    acting_user: Actor | None,
    settings: CompanySettings,
) -> PunchOutcome:
    """Record that an employee, `as_of` the day, clocks in or out, or starts or ends a break, at `now`, the server's clock.

    The same key again changes nothing and returns the first punch. `device_time` is kept as evidence and decides
    nothing; one that is days away from `now` is no evidence and is dropped.
    Raises PunchRefused, each kind of which explains itself.
    """
    with transaction.atomic():
        # Two taps at once: the second waits here, and then finds what the first has recorded.
        Employee.objects.select_for_update(no_key=True).only("pk").get(pk=employee.pk)
        earlier = Punch.objects.filter(employee=employee, idempotency_key=idempotency_key).first()
        if earlier is not None and earlier.kind != kind:
            raise PageOutdated
        if earlier is not None:
            return PunchOutcome(earlier, is_new=False)
        fact = _allowed_fact(employee, kind, now, settings)
        punch = Punch.objects.create(
            employee=employee,
            **asdict(fact) | {"kind": kind.value},
            source=source,
            device_time=_credible(device_time, now),
            received_at=now,
            idempotency_key=idempotency_key,
        )
        record_event(
            action="punch:recorded",
            acting_user=acting_user,
            subject=punch,
            after={"employee": employee, "kind": punch.kind, "occurred_at": punch.occurred_at, "source": punch.source},
        )
    return PunchOutcome(punch, is_new=True)


def _allowed_fact(employee: Employee, kind: PunchKind, now: datetime, settings: CompanySettings) -> PunchFact:
    zone_name = zone_of(employee, settings)
    state = read_clock(employee)
    day = business_date_at(state, now, zone_name)
    period = employee.period if day in employee.period.days else nearest_period(employee, day)
    if day < period.start_date:
        raise EmploymentNotBegun(period.start_date)
    if day not in period.days:
        raise EmploymentEnded
    check_punch(state, kind, now)
    return PunchFact.read(kind, now, zone_name)


def _credible(device_time: datetime | None, now: datetime) -> datetime | None:
    if device_time is None or abs(device_time - now) > _DEVICE_MAY_DIFFER:
        return None
    # In UTC, because PostgreSQL does not read every offset that Python does.
    return device_time.astimezone(UTC)
