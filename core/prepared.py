"""Query sets whose SQL is put together once a process, for pages where that takes longer than PostgreSQL needs to answer."""

from collections.abc import Callable, Hashable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Of times, and of words, that no row has, so that they are recognised among the values of a statement.
_LONG_AGO = 10
_STAND_INS: dict[type, Callable[[int], Hashable]] = {
    UUID: lambda number: UUID(int=number + 1),
    str: lambda number: f"\ue000{number}",
    date: lambda number: date(5, 1, 1) + timedelta(days=number),
    datetime: lambda number: datetime(5, 1, 1, tzinfo=UTC) + timedelta(days=number),
}


class CannotPrepare(Exception):
    """A value does not come into the statement as it is."""


def prepared[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make of a function that returns a query set one that returns its rows, and whose SQL is put together only once.

    It is called by name. Keys, words, dates and instants are values of the statement; anything else is hashable and may give it
    another shape. Raises CannotPrepare where a value is used for more, as a limit a day earlier would be: that is the caller's.
    """

    @lru_cache(maxsize=32)
    def shape(**arguments: Hashable) -> _Statement[Row] | None:
        stand_ins = {
            name: _STAND_INS[kind](number)
            for number, (name, kind) in enumerate(arguments.items())
            if isinstance(kind, type) and kind in _STAND_INS
        }
        rows = cast("Callable[..., QuerySet[Any, Row]]", build)(**{**arguments, **stand_ins})
        try:
            return _Statement(rows, stand_ins)
        except EmptyResultSet:
            # As the ORM does, which sees that no row can fit, and asks nothing.
            return None

    @wraps(build)
    def rows(*_: P.args, **arguments: P.kwargs) -> list[Row]:
        kinds = {name: type(value) if type(value) in _STAND_INS else value for name, value in arguments.items()}
        statement = shape(**kinds)
        return statement.rows(arguments) if statement else []

    return rows


class _Statement[Row]:
    """What is kept of a query set: its SQL, which of its values are whose, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Row], stand_ins: dict[str, Hashable]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, values = self._compiler.as_sql()
        self._places = [(_name_of(value, stand_ins), value) for value in values]
        if lost := stand_ins.keys() - {name for name, _value in self._places}:
            message = f"Not among the values of {self._sql}: {', '.join(sorted(lost))}."
            raise CannotPrepare(message)

    def rows(self, arguments: dict[str, Any]) -> list[Row]:
        values = tuple(arguments[name] if name else value for name, value in self._places)
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self._sql, values)
        rows = self._rows.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(rows)


def _name_of(value: object, stand_ins: dict[str, Hashable]) -> str | None:
    for name, stand_in in stand_ins.items():
        if type(value) is type(stand_in) and value == stand_in:
            return name
    if isinstance(value, date) and value.year < _LONG_AGO:
        message = f"{value} was made of a value of the statement."
        raise CannotPrepare(message)
    return None
