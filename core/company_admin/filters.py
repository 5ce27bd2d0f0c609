"""Filters of lists, beyond Unfold's. A value that a filter does not know is an IncorrectLookupParameters, which the list tells."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    DropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)
from unfold.utils import parse_date_str

from core.fields import WallTimeField


def _refuse_unknown(value: str | None, known: Iterable[Any]) -> None:
    if value and value not in {str(each) for each in known}:
        raise IncorrectLookupParameters


class ChoiceFilter(DropdownFilter):  # type: ignore[misc]  # Unfold ships no types.
    """One of a few choices. Say `title`, `parameter_name`, `lookups` and `queryset`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _refuse_unknown(self.value(), (value for value, _label in self.lookup_choices))


class FieldChoiceFilter(ChoicesDropdownFilter):  # type: ignore[misc]  # Unfold ships no types.
    """One of the choices of a field."""

    def __init__(self, field: Any, *args: Any, **options: Any) -> None:
        super().__init__(field, *args, **options)
        _refuse_unknown(self.value(), (value for value, _label in field.flatchoices))


class RecordFilter(RelatedDropdownFilter):  # type: ignore[misc]  # Unfold ships no types.
    """One of a few related records."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _refuse_unknown(self.value(), (key for key, _label in self.lookup_choices))


class SearchedRecordFilter(AutocompleteSelectFilter):  # type: ignore[misc]  # Unfold ships no types.
    """One of many related records, found by typing."""

    def __init__(self, field: Any, *args: Any, **options: Any) -> None:
        super().__init__(field, *args, **options)
        if key := self.value():
            try:
                is_there = field.related_model.objects.filter(pk=key).exists()
            except (ValidationError, ValueError) as error:
                raise IncorrectLookupParameters from error
            if not is_there:
                raise IncorrectLookupParameters


class DayRangeFilter(RangeDateFilter):  # type: ignore[misc]  # Unfold ships no types.
    """From one day to another, both included. Unfold's own leaves the last day of a moment out."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of these days."""
        first, last = (self._day(end) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": self._moment(first, time.min)})
        if last:
            queryset = queryset.filter(**{f"{self.field_path}__lte": self._moment(last, time.max)})
        return queryset

    def _day(self, end: str) -> date | None:
        entered = self.used_parameters.get(f"{self.parameter_name}_{end}")
        day: date | None = parse_date_str(entered) if entered else None
        if entered and day is None:
            raise IncorrectLookupParameters
        return day

    def _moment(self, day: date, clock: time) -> date | datetime:
        if not isinstance(self.field, models.DateTimeField):
            return day
        moment = datetime.combine(day, clock)
        return moment if isinstance(self.field, WallTimeField) else timezone.make_aware(moment)
