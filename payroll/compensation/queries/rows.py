"""What is agreed, entered and ordered for many people in one period, read at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from core.periods import DateRange
from hr.calendars.queries import company_cycle, cycles_of
from hr.calendars.rules import WorkCycle
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms
from hr.people.queries import periods_between_many, terms_between_many
from hr.personal.queries import birthdays_of
from payroll.compensation.models import GarnishmentOrder, Loan, PayItem, PayTerms
from payroll.engine.pack import Period
from tenants.company_settings.queries import get_settings


@dataclass(frozen=True, slots=True)
class PersonRows:
    """All that bears on one person's pay in a period, in order of days; `cycles` are work patterns, `usual` the company's hours."""

    employee: Employee
    pay_terms: list[PayTerms]
    employment: list[EmploymentTerms]
    employed: list[EmploymentPeriod]
    born_on: date | None
    usual: WorkCycle
    cycles: Mapping[UUID, WorkCycle]
    items: list[PayItem]
    loans: list[Loan]
    orders: list[GarnishmentOrder]

    def cycle_of(self, terms: EmploymentTerms) -> WorkCycle:
        """By which somebody works on these terms."""
        return self.usual if terms.work_pattern_id is None else self.cycles[terms.work_pattern_id]


def rows_of(employees: Collection[Employee], period: Period, job: str) -> Mapping[UUID, PersonRows]:
    """The rows of each of `employees` for one job; the same number of statements however many they are.

    Items, loans and orders belong to the job without a name.
    """
    days = DateRange(period.start, period.end)
    goes_on = Q(end_date__isnull=True) | Q(end_date__gte=days.start)
    of_all: dict[str, Any] = {"employee__in": employees}
    pay_terms = PayTerms.objects.filter(goes_on, **of_all, job=job, start_date__lte=days.end).order_by("start_date")
    by_employee = partial(_by_employee, {each.pk: each for each in employees})
    beside: dict[str, dict[UUID, list[Any]]] = {"items": {}, "loans": {}, "orders": {}}
    if not job:
        items = PayItem.objects.filter(goes_on, **of_all, start_date__lte=days.end).order_by("start_date", "pk")
        loans = Loan.objects.with_balance().filter(**of_all, is_paused=False, first_instalment_on__lte=period.pay_date)
        served = Q(end_date__isnull=True) | Q(end_date__gte=period.pay_date)
        orders = GarnishmentOrder.objects.filter(served, **of_all, start_date__lte=period.pay_date)
        beside = {
            "items": by_employee(items.select_related("component")),
            "loans": by_employee(loans.select_related("component").order_by("first_instalment_on", "pk")),
            "orders": by_employee(orders.annotate(taken=Sum("entries__amount")).order_by("priority")),
        }
    agreed, born_on = by_employee(pay_terms), birthdays_of(employees)
    employment, employed = terms_between_many(employees, days), periods_between_many(employees, days)
    patterns = {terms.work_pattern_id for each in employment.values() for terms in each}
    usual, cycles = company_cycle(get_settings()), cycles_of(patterns)
    return {
        employee.pk: PersonRows(
            employee=employee,
            pay_terms=agreed.get(employee.pk, []),
            employment=employment.get(employee.pk, []),
            employed=employed.get(employee.pk, []),
            born_on=born_on.get(employee.pk),
            usual=usual,
            cycles=cycles,
            **{name: found.get(employee.pk, []) for name, found in beside.items()},
        )
        for employee in employees
    }


def _by_employee(employees: Mapping[UUID, Employee], rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        # Known already, so that naming a row asks nothing.
        row.employee = employees[row.employee_id]
        found.setdefault(row.employee_id, []).append(row)
    return found
