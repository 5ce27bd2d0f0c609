"""Encrypted columns written anew: with the newest secret, or for the company that their rows have come to."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from core.encryption import decrypt, encrypt, newest_prefix
from core.fields import EncryptedTextField
from core.tenancy import current_schema_name

_AT_ONCE = 500


def encrypted_columns(app_names: Iterable[str]) -> Iterator[EncryptedTextField]:
    """Every encrypted column of these apps."""
    wanted = set(app_names)
    for model in apps.get_models():
        if apps.get_app_config(model._meta.app_label).name in wanted:
            yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedTextField))


def use_newest_secret(field: EncryptedTextField) -> int:
    """Encrypt what former secrets have made in the current schema with the newest; how many rows that were.

    Some hundred rows a transaction, so a run that is killed is gone on with by the next. Raises CannotDecrypt.
    """
    schema_name, total, count = current_schema_name(), 0, _AT_ONCE
    while count == _AT_ONCE:
        with transaction.atomic(), connection.cursor() as cursor:
            rows = _rows(cursor, field, schema_name, _OUTDATED, newest_prefix(), _AT_ONCE)
            count = _write(cursor, field, rows, formerly_in=schema_name, schema_name=schema_name)
        total += count
    return total


def move_to_schema(cursor: Any, field: EncryptedTextField, *, formerly_in: str, schema_name: str) -> None:
    """Encrypt the rows that were copied from the schema `formerly_in` for the one they are in now. Raises CannotDecrypt."""
    _write(cursor, field, _rows(cursor, field, schema_name, _ALL), formerly_in=formerly_in, schema_name=schema_name)


_ALL = sql.SQL("SELECT {key}, {column} FROM {table} WHERE {column} <> ''")
_OUTDATED = sql.SQL(
    "SELECT {key}, {column} FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s) ORDER BY {key} LIMIT %s FOR UPDATE"
)
_CHANGE = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s")


def _rows(cursor: Any, field: EncryptedTextField, schema_name: str, statement: sql.SQL, *values: Any) -> list[tuple[Any, str]]:
    cursor.execute(statement.format(**_names(field, schema_name)), values)
    rows: list[tuple[Any, str]] = cursor.fetchall()
    return rows


def _write(cursor: Any, field: EncryptedTextField, rows: list[tuple[Any, str]], *, formerly_in: str, schema_name: str) -> int:
    statement = _CHANGE.format(**_names(field, schema_name))
    for key, stored in rows:
        text = decrypt(stored, schema_name=formerly_in, place=field.place)
        cursor.execute(statement, [encrypt(text, schema_name=schema_name, place=field.place), key])
    return len(rows)


def _names(field: EncryptedTextField, schema_name: str) -> dict[str, sql.Identifier]:
    options = field.model._meta
    return {
        "table": sql.Identifier(schema_name, options.db_table),
        "column": sql.Identifier(str(field.column)),
        "key": sql.Identifier(str(options.pk.column)),
    }
