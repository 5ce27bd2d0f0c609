"""Query sets whose SQL is put together once a process, for pages where that takes longer than PostgreSQL needs to answer."""

from collections.abc import Callable, Hashable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import timezone

# What stands in for the value of this number while a statement is put together; another each of the two times.
_STAND_INS: dict[type, Callable[[int, int], Hashable]] = {
    UUID: lambda number, turn: UUID(int=number + 1 << 64 * turn),
    str: lambda number, turn: f"\ue000{turn}-{number}",
    date: lambda number, turn: date(5 + turn, 1, 1) + timedelta(days=(400 + 7 * turn) * number),
    datetime: lambda number, turn: datetime(5 + turn, 1, 1, tzinfo=UTC) + timedelta(days=(400 + 7 * turn) * number),
}
_ZONES = ("UTC", "Pacific/Auckland")


class CannotPrepare(Exception):
    """A value does not come into the statement as it is."""


class _Statement[Row]:
    """What is kept of a query set: its SQL, which of its values are whose, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Row], stand_ins: dict[str, Hashable]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, values = self._compiler.as_sql()
        self._places = [_place_of(value, stand_ins) for value in values]

    def __str__(self) -> str:
        return f"{self._sql} {self._places}"

    def rows(self, arguments: dict[str, Any]) -> list[Row]:
        """What is found with these values, on the connection of this thread."""
        values = tuple(arguments[name] if name else value for name, value in self._places)
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self._sql, values)
        rows = self._rows.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(rows)


def prepared[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make of a function that returns a query set one that returns its rows, and whose SQL is put together only once.

    It is called by name. Keys, words, dates and instants are values of the statement; anything else is hashable and may give it
    another shape. Raises CannotPrepare where a value is used for more, as a limit a day earlier would be: that is the caller's.
    """

    @lru_cache(maxsize=32)
    def shape(**arguments: Hashable) -> _Statement[Row] | None:
        # Put together with other values at another place, it has to come out the same.
        first, second = (_statement_of(build, arguments, turn) for turn in range(2))
        if str(first) != str(second):
            message = f"{build.__qualname__} makes something of a value: {first}, {second}."
            raise CannotPrepare(message)
        return first

    @wraps(build)
    def rows(*positional: P.args, **arguments: P.kwargs) -> list[Row]:
        if positional:
            message = f"{build.__qualname__} is called by name."
            raise TypeError(message)
        kinds = {name: type(value) if type(value) in _STAND_INS else value for name, value in arguments.items()}
        statement = shape(**kinds)
        return statement.rows(arguments) if statement else []

    return rows


def _statement_of[Row](build: Callable[..., QuerySet[Any, Row]], arguments: dict[str, Any], turn: int) -> _Statement[Row] | None:
    stand_ins = {
        name: _STAND_INS[kind](number, turn)
        for number, (name, kind) in enumerate(arguments.items())
        if isinstance(kind, type) and kind in _STAND_INS
    }
    with timezone.override(_ZONES[turn]):
        try:
            return _Statement(build(**{**arguments, **stand_ins}), stand_ins)
        except EmptyResultSet:
            # As the ORM does, which sees that no row can fit, and asks nothing.
            return None


def _place_of(value: object, stand_ins: dict[str, Hashable]) -> tuple[str | None, Any]:
    """Whose value it is, or what it always is."""
    for name, stand_in in stand_ins.items():
        if type(value) is type(stand_in) and value == stand_in:
            return name, None
    return None, value
