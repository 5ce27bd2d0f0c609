"""Reads of terms of pay and tax details."""

from datetime import date

from django.db.models import Q, QuerySet, Sum

from hr.people.models import Employee
from payroll.compensation.models import Loan, LoanEntryKind, PayItem, PayTerms, StatutoryProfile


def terms_of(employee: Employee) -> QuerySet[PayTerms]:
    """All terms of a person, job by job, the latest first."""
    return PayTerms.objects.filter(employee=employee).order_by("job", "-start_date")


def profile_on(employee: Employee, pay_date: date) -> StatutoryProfile | None:
    """What was recorded for payments on a day, if anything was."""
    profiles = StatutoryProfile.objects.filter(employee=employee, start_date__lte=pay_date)
    return profiles.exclude(end_date__lt=pay_date).first()


def terms_on(employee: Employee, day: date, *, job: str = "") -> PayTerms | None:
    """What somebody is paid on a day for one of their jobs, if there are terms."""
    return next((terms for terms in terms_of(employee).filter(job=job) if day in terms.days), None)


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
