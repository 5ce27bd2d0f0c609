"""Constraints of rows that hold from `start_date` to `end_date`, both included."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def never_two_at_once(*same: str, name: str) -> ExclusionConstraint:
    """No two rows that agree in all of `same` share a day between `start_date` and `end_date`, both included."""
    days = Func(F("start_date"), F("end_date"), Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name, expressions=[*((field, RangeOperators.EQUAL) for field in same), (days, RangeOperators.OVERLAPS)]
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """The last day, where there is one, is not before the first."""
    return models.CheckConstraint(condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")), name=name)
