"""Values as people read them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from core.countries import country_names
from core.moments import day_text
from hr.custom_fields.words import in_words
from hr.imports.fields import ImportField, Reading


def value_in_words(field: ImportField, value: Any) -> str:
    """Nothing for no value."""
    match value:
        case _ if field.custom is not None:
            words = in_words(field.custom, value)
        case None | "":
            words = ""
        case date():
            words = day_text(value)
        case Decimal():
            words = str(number_format(f"{value.normalize():f}"))
        case _ if field.reading is Reading.CHOICE:
            words = str(dict(field.column.flatchoices).get(value, value))
        case _ if field.reading is Reading.COUNTRY:
            words = dict(country_names(get_language() or "en")).get(value, str(value))
        case _:
            words = str(value)
    return words
