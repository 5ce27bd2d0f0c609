"""Reads of custom fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from hr.custom_fields.models import CustomField
from hr.custom_fields.rules import Bounds, ValueKind, as_stored
from hr.custom_fields.words import in_words


def fields_in_use(groups: Iterable[str] | None = None) -> QuerySet[CustomField]:
    """The fields of all groups, or of these, in their order."""
    fields = CustomField.objects.filter(removed_at=None).order_by("position", "name", "id")
    return fields if groups is None else fields.filter(data_group__in=list(groups))


def stored_value(field: CustomField, value: Any) -> Any:
    """A value as it stands with an employee; None for none. Raises ValueNotValid."""
    return as_stored(ValueKind(field.kind), value, Bounds(field.choices, field.minimum, field.maximum))


def filled_in(fields: Iterable[CustomField], values: Mapping[str, Any]) -> Iterator[tuple[CustomField, str]]:
    """The fields of which there is a value, with it in words."""
    for field in fields:
        if words := in_words(field, values.get(field.key)):
            yield field, words
