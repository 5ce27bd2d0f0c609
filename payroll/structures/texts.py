"""Values and brackets as people write them, one a line: "annual_salary = 36000", "1000 = 7.5 %". Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.engine.formula.values import Bracket, BracketTable, FormulaValue, Kind, TableNotValid

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_WORDS_OF = {True: "yes", False: "no"}
_MOST_LINES = 100
_LONGEST = 120


class TextNotValid(ValueError):
    """A line does not say what it should; `message` names it and says how to write it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def read_values(text: str) -> dict[str, str]:
    """Names and what stands behind the =, as written. Raises TextNotValid."""
    values: dict[str, str] = {}
    for number, name, value in _lines(text):
        if name in values:
            raise TextNotValid(_("Line %(line)s gives %(name)s a second value. Keep one.") % {"line": number, "name": name})
        values[name] = value
    return values


def write_values(values: Mapping[str, object]) -> str:
    """The lines of `values`."""
    return "\n".join(f"{name} = {value}" for name, value in values.items())


def as_value(name: str, text: str, kind: Kind) -> FormulaValue:
    """A written value as formulas take it. Raises TextNotValid."""
    match kind:
        case Kind.NUMBER:
            return as_number(name, text)
        case Kind.YES_NO:
            if text.lower() in _WORDS_OF.values():
                return text.lower() == _WORDS_OF[True]
            raise TextNotValid(_("%(name)s is yes or no, not “%(text)s”.") % {"name": name, "text": text})
        case Kind.WORD:
            return text
    raise TextNotValid(_("%(name)s is a table and takes no value.") % {"name": name})


def as_number(name: str, text: str) -> Decimal:
    """A plain number. Raises TextNotValid."""
    if not _NUMBER.fullmatch(text):
        message = _("%(name)s is a plain number with a point, such as 1250.50, not “%(text)s”.")
        raise TextNotValid(message % {"name": name, "text": text})
    return Decimal(text)


def read_brackets(text: str) -> BracketTable:
    """A table of lines "above = rate %". Raises TextNotValid."""
    brackets = []
    for number, above, rate in _lines(text):
        place = _("Line %(line)s") % {"line": number}
        brackets.append(Bracket(as_number(place, above), as_number(place, rate.removesuffix("%").strip()) / 100))
    try:
        return BracketTable(tuple(brackets))
    except TableNotValid as error:
        raise TextNotValid(str(error)) from error


def write_brackets(table: BracketTable) -> str:
    """The lines of a table."""
    return "\n".join(f"{_plain(each.above)} = {_plain(each.rate * 100)} %" for each in table.brackets)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        raise TextNotValid(_("There are more than %(most)s lines.") % {"most": _MOST_LINES})
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        left, equals, right = (part.strip() for part in line.partition("="))
        if not (left and equals and right) or len(line) > _LONGEST:
            message = _("Line %(line)s is not understood. Write a name, = and a value, such as annual_salary = 36000.")
            raise TextNotValid(message % {"line": number})
        yield number, left, right.strip("'\"")
