"""Values of custom fields as people read them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.moments import day_text
from hr.custom_fields.models import CustomField
from hr.custom_fields.rules import ValueKind


def in_words(field: CustomField, value: Any) -> str:
    """A stored value; nothing for none."""
    if value is None or value == "":
        return ""
    match field.kind:
        case ValueKind.YES_NO:
            return _("yes") if value else _("no")
        case ValueKind.DATE:
            return day_text(date.fromisoformat(value))
        case ValueKind.NUMBER:
            return str(number_format(Decimal(value)))
        case ValueKind.CHOICES:
            return ", ".join(value)
    return str(value)
