"""What a value of each kind may be, and how it stands in JSON. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 500
_MOST_DIGITS = 14
_MOST_PLACES = 4
# Whether it exists only a mail can tell.
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class ValueKind(StrEnum):
    """The kinds of fields."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    URL = "url"


class ValueNotValid(Exception):
    """A value cannot stand in a field. `message` says why and what to do."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a field says of its values."""

    choices: Sequence[str] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None


def as_stored(kind: ValueKind, value: Any, bounds: Bounds) -> Any:
    """The value as JSON keeps it: numbers as exact texts, dates as ISO's; None for none. Raises ValueNotValid."""
    # False is a value.
    if value is None or value in ("", []):
        return None
    match kind:
        case ValueKind.YES_NO if isinstance(value, bool):
            stored: Any = value
        case ValueKind.YES_NO:
            raise ValueNotValid(_("Say yes or no."))
        case ValueKind.NUMBER:
            stored = _number(value, bounds)
        case ValueKind.DATE:
            stored = _day(value)
        case ValueKind.CHOICE:
            stored = _one_of(value, bounds)
        case ValueKind.CHOICES:
            stored = [_one_of(each, bounds) for each in dict.fromkeys(value)]
        case _:
            stored = _text(kind, value)
    return stored


def _text(kind: ValueKind, value: Any) -> str:
    text = " ".join(str(value).split())
    if len(text) > LONGEST_TEXT:
        raise ValueNotValid(_("This is too long: %(limit)s characters at most.") % {"limit": LONGEST_TEXT})
    if kind is ValueKind.EMAIL and not _EMAIL.fullmatch(text):
        raise ValueNotValid(_("This is no e-mail address."))
    if kind is ValueKind.URL and not _is_web_address(text):
        raise ValueNotValid(_("This is no web address. It begins with https://."))
    return text


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def _number(value: Any, bounds: Bounds) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueNotValid(_("This is no number.")) from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** (_MOST_DIGITS - _MOST_PLACES):
        raise ValueNotValid(_("This number is too large."))
    number = round(number, _MOST_PLACES)
    if bounds.minimum is not None and number < bounds.minimum:
        raise ValueNotValid(_("It has to be at least %(least)s.") % {"least": _plain(bounds.minimum)})
    if bounds.maximum is not None and number > bounds.maximum:
        raise ValueNotValid(_("It can be at most %(most)s.") % {"most": _plain(bounds.maximum)})
    return _plain(number)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(value: Any) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueNotValid(_("This is no date.")) from error
    return day.isoformat()


def _one_of(value: Any, bounds: Bounds) -> str:
    if value not in bounds.choices:
        raise ValueNotValid(
            _("“%(value)s” is none of these: %(choices)s.") % {"value": value, "choices": ", ".join(bounds.choices)}
        )
    return str(value)
