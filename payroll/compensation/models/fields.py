"""Columns and constraints that several tables of compensation share."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from payroll.compensation.rules.amounts import DIGITS, PLACES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def amount_field(label: "StrPromise | str", **options: Any) -> "models.DecimalField[Any, Any]":
    """An amount in major units of the row's currency; which decimals it may have, the currency decides."""
    return models.DecimalField(label, max_digits=DIGITS, decimal_places=PLACES, **options)


def never_two_at_once(*same: str, name: str) -> ExclusionConstraint:
    """No two rows that agree in all of `same` share a day between `start_date` and `end_date`, both included."""
    days = Func(F("start_date"), F("end_date"), Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name, expressions=[*((field, RangeOperators.EQUAL) for field in same), (days, RangeOperators.OVERLAPS)]
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """The last day, where there is one, is not before the first."""
    return models.CheckConstraint(condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")), name=name)


def above_zero(name: str, field: str = "amount") -> models.CheckConstraint:
    """An amount of something."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gt": 0}), name=name)
