"""Filters of lists, beyond Unfold's."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from core.fields import WallTimeField


class ChoiceFilter(DropdownFilter):  # type: ignore[misc]  # Unfold ships no types.
    """One of a few choices. Say `title`, `parameter_name`, `lookups` and `queryset`."""


class DayRangeFilter(RangeDateFilter):  # type: ignore[misc]  # Unfold ships no types.
    """From one day to another, both included. Unfold's own leaves the last day of a moment out."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of these days; a date that is none filters nothing."""
        first, last = (self._midnight(end) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": first})
        if last:
            queryset = queryset.filter(**{f"{self.field_path}__lt": last + timedelta(days=1)})
        return queryset

    def _midnight(self, end: str) -> datetime | None:
        try:
            day = parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}") or "")
        except ValidationError:
            return None
        if day is None:
            return None
        midnight = datetime.combine(day, time.min)
        return midnight if isinstance(self.field, WallTimeField) else timezone.make_aware(midnight)
