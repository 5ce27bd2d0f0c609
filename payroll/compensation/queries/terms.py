"""Reads of terms of pay, items and loans."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from hr.people.models import Employee
from payroll.compensation.models import EVERYBODY, Loan, LoanEntryKind, PayClosing, PayItem, PayTerms
from tenants.accounts.capabilities import Capability
from tenants.accounts.queries import users_who_may


def terms_of(employee: Employee) -> QuerySet[PayTerms]:
    """All terms of a person, job by job, the latest first."""
    return PayTerms.objects.filter(employee=employee).order_by("job", "-start_date")


def terms_on(employee: Employee, day: date, *, job: str = "") -> PayTerms | None:
    """What somebody is paid on a day for one of their jobs, if there are terms."""
    return next((terms for terms in terms_of(employee).filter(job=job) if day in terms.days), None)


def closed_until_of(employee_ids: Collection[UUID], *, frequencies: Iterable[str] = ()) -> dict[UUID, date]:
    """The last day of each person's pay that is final, by their terms or if paid at `frequencies`; who has none is left out.

    Neither employment nor planned work changes until then. Named in the settings as PAY_CLOSED_UNTIL. Two statements.
    """
    closings = dict(PayClosing.objects.values_list("frequency", "closed_until"))
    found: dict[UUID, date] = {}
    if not closings:
        return found
    agreed = PayTerms.objects.filter(employee__in=employee_ids).values_list("employee", "frequency").distinct()
    for_all = [(each, frequency) for each in employee_ids for frequency in (EVERYBODY, *frequencies)]
    for employee, frequency in [*agreed, *for_all]:
        if frequency in closings:
            found[employee] = max(found.get(employee, closings[frequency]), closings[frequency])
    return found


def items_of(employee: Employee, today: date) -> QuerySet[PayItem]:
    """The items of a person that hold now or later, and those of this month, the earliest first."""
    items = PayItem.objects.filter(employee=employee).exclude(end_date__lt=today.replace(day=1))
    return items.select_related("component").order_by("start_date", "id")


def loans_of(employee: Employee) -> QuerySet[Loan]:
    """The loans of a person with what is owed (`owed`) and was lent (`lent`), the earliest first."""
    lent = Sum("entries__amount", filter=Q(entries__kind=LoanEntryKind.PAID_OUT))
    return Loan.objects.with_balance().annotate(lent=lent).filter(employee=employee).order_by("first_instalment_on", "id")


def currency_of(employee: Employee, day: date) -> str:
    """The currency that somebody is paid in on a day, or will be or was next to it; empty without any terms."""
    currencies = PayTerms.objects.filter(employee=employee).order_by("start_date").values_list("start_date", "currency")
    begun = [currency for start, currency in currencies if start <= day]
    return begun[-1] if begun else next((currency for _start, currency in currencies), "")


def others_who_may_change_pay(employee: Employee) -> list[str]:
    """The names of those who may change everybody's pay, without `employee`; of a company of one nobody."""
    return [user.full_name for user in users_who_may(Capability.MANAGE_SALARY) if user.pk != employee.user_id]
