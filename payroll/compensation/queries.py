"""Reads of compensation, for screens and for whoever calculates pay."""

from datetime import date

from django.db.models import QuerySet

from hr.people.models import Employee
from payroll.compensation.models import PayTerms, StatutoryProfile


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
