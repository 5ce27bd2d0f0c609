"""Columns and constraints that several tables of compensation share."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from payroll.compensation.rules.amounts import DIGITS, PLACES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def amount_field(label: "StrPromise | str", **options: Any) -> "models.DecimalField[Any, Any]":
    """An amount in major units of the row's currency; which decimals it may have, the currency decides."""
    return models.DecimalField(label, max_digits=DIGITS, decimal_places=PLACES, **options)


def above_zero(name: str, field: str = "amount") -> models.CheckConstraint:
    """An amount of something."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gt": 0}), name=name)
