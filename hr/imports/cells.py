"""One cell as the value that it means, or why it means none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext as _

from core.countries import country_names
from core.moments import day_text
from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import stored_value
from hr.custom_fields.rules import ValueKind, ValueNotValid
from hr.imports.fields import FULL_NAME, NUMBER, ImportField, Reading
from hr.imports.rules.dates import DateAmbiguous, DateNotRead, DayOrder, examples, read_date
from hr.imports.rules.likeness import folded
from hr.imports.rules.numbers import NumberAmbiguous, NumberNotRead, read_number

_LONGEST_SHOWN = 60
_MOST_NAMED = 10
_LONGEST_NAME = 160
_LONGEST_NUMBER = 9
_MOST = Decimal(10) ** 10
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_COUNTRY_NICKNAMES = {
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "holland": "NL",
}


class CellNotValid(Exception):
    """A cell cannot be taken. `message` says what is wrong and how to put it right."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Context:
    """What reading depends on."""

    today: date
    order: DayOrder | None = None
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is there by folded name, of each field that names such a thing."""


def read_cell(field: ImportField, text: str, context: Context) -> Any:
    """The value. Departments and managers stay texts, for `hr.imports.names`. Raises CellNotValid."""
    if text.startswith("#") and text.rstrip("!?/0").isupper():
        raise CellNotValid(
            _("The cell holds an error of the spreadsheet, %(text)s. Put its formula right.") % {"text": shown(text)}
        )
    value = _READERS[field.reading](field, text, context)
    if field.column is None or field.reading in {Reading.DEPARTMENT, Reading.MANAGER, Reading.RECORD}:
        return value
    try:
        return field.column.clean(value, None)
    except ValidationError as error:
        raise CellNotValid(f"{shown(text)}: {' '.join(error.messages)}") from error


def shown(text: str) -> str:
    """A cell's text in a sentence."""
    return f"“{text[:_LONGEST_SHOWN]}…”" if len(text) > _LONGEST_SHOWN else f"“{text}”"


def _text(field: ImportField, text: str, _context: Context) -> str:
    if field is NUMBER and not (text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise CellNotValid(
            _("%(text)s is not an employee number here. Leave the cell empty for new people.") % {"text": shown(text)}
        )
    if field is FULL_NAME and len(text) > _LONGEST_NAME:
        raise CellNotValid(_("The name is too long. Shorten it to 160 characters."))
    return text.lower() if field.code == "work_email" else text


def _date(_field: ImportField, text: str, context: Context) -> date:
    try:
        day = read_date(text, order=context.order, today=context.today)
    except DateAmbiguous as error:
        either = " / ".join(day_text(day) for _order, day in examples(text, today=context.today))
        message = _("%(text)s may be either of %(either)s. Say above the table which part is the day.")
        raise CellNotValid(message % {"text": shown(text), "either": either}) from error
    except DateNotRead as error:
        message = _("%(text)s is no date that we can read. Write it as 2026-11-21 or 21 Nov 2026.")
        raise CellNotValid(message % {"text": shown(text)}) from error
    if not _FIRST_YEAR <= day.year < _LAST_YEAR:
        raise CellNotValid(_("The year %(year)s cannot be right. Check the date.") % {"year": day.year})
    return day


def _number(field: ImportField, text: str, _context: Context) -> Decimal:
    most = Decimal(10) ** (field.column.max_digits - field.column.decimal_places)
    try:
        number = read_number(text, most=most)
    except NumberAmbiguous as error:
        message = _("%(text)s may be more than a thousand or a fraction. Write it without a sign between thousands.")
        raise CellNotValid(message % {"text": shown(text)}) from error
    except NumberNotRead as error:
        raise CellNotValid(_("%(text)s is no number. Write digits, such as 37.5.") % {"text": shown(text)}) from error
    # Figures such as 37.500000000000004 come from formulas.
    places: int = field.column.decimal_places
    return round(number, places)


def _choice(field: ImportField, text: str, _context: Context) -> str:
    try:
        return field.choices[folded(text)]
    except KeyError as error:
        known = ", ".join(str(label) for _value, label in field.column.choices)
        message = _("%(text)s is none of these: %(known)s.") % {"text": shown(text), "known": known}
        raise CellNotValid(message) from error


def _record(field: ImportField, text: str, context: Context) -> Any:
    known = context.records[field.code]
    try:
        return known[folded(text)]
    except KeyError as error:
        names = ", ".join([str(each) for each in known.values()][:_MOST_NAMED]) or _("none yet")
        names += " …" if len(known) > _MOST_NAMED else ""
        message = _("%(text)s is none that we know. There are: %(known)s.") % {"text": shown(text), "known": names}
        raise CellNotValid(message) from error


def _country(_field: ImportField, text: str, _context: Context) -> str:
    try:
        return _countries(get_language() or "en")[folded(text)]
    except KeyError as error:
        message = _("%(text)s is no country that we know. Write its English name or its code, such as GB.")
        raise CellNotValid(message % {"text": shown(text)}) from error


@cache
def _countries(language: str) -> dict[str, str]:
    named = {folded(name): code for each in ("en", language) for code, name in country_names(each)}
    return {code.lower(): code for code, _name in country_names("en")} | named | _COUNTRY_NICKNAMES


def _custom(field: ImportField, text: str, context: Context) -> Any:
    custom = field.custom
    assert custom is not None  # So its reading says.
    value: Any = text
    match custom.kind:
        case ValueKind.DATE:
            value = _date(field, text, context)
        case ValueKind.NUMBER:
            try:
                value = read_number(text, most=custom.maximum if custom.maximum is not None else _MOST)
            except NumberNotRead as error:
                raise CellNotValid(_("%(text)s is no number. Write digits, such as 37.5.") % {"text": shown(text)}) from error
        case ValueKind.YES_NO:
            value = _YES_NO.get(folded(text), text)
        case ValueKind.CHOICE:
            value = _chosen(custom, text)
        case ValueKind.CHOICES:
            value = [_chosen(custom, each) for each in re.split(r"[,;|]", text) if each.strip()]
    try:
        return stored_value(custom, value)
    except ValueNotValid as error:
        raise CellNotValid(f"{shown(text)}: {error.message}") from error


def _chosen(custom: CustomField, text: str) -> str:
    return {folded(choice): choice for choice in custom.choices}.get(folded(text), text.strip())


_YES_NO = dict.fromkeys(("yes", "y", "true", "1", "x", "ja", "oui", "si"), True) | dict.fromkeys(
    ("no", "n", "false", "0", "nein", "non"), False
)

_READERS: dict[Reading, Callable[[ImportField, str, Context], Any]] = {
    Reading.TEXT: _text,
    Reading.DATE: _date,
    Reading.NUMBER: _number,
    Reading.CHOICE: _choice,
    Reading.COUNTRY: _country,
    Reading.DEPARTMENT: _text,
    Reading.MANAGER: _text,
    Reading.CUSTOM: _custom,
    Reading.RECORD: _record,
}
