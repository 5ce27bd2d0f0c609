"""Canaries: texts that name company, table and column, in the place of every text that could hold one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import models
from psycopg import sql

from core.encryption import encrypt
from core.fields import EncryptedTextField
from tenants.companies.models import Company
from tests.isolation.world.rows import KEPT, WRAPPED

# Shorter columns cannot hold a canary.
SHORTEST = 60
_SIGHTING = re.compile(r"canary-(acme|globex)-([a-z_]+)-([a-z_]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Canary:
    """One word in one place: whose it is, and the table and column that it was put into."""

    company: str
    table: str
    column: str


def canaries_in(text: str) -> set[Canary]:
    """Every canary of both companies in a text."""
    return {Canary(*(part.lower() for part in match)) for match in _SIGHTING.findall(text)}


def tenant_models() -> list[type[models.Model]]:
    """Every model with a table in a company's schema."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name in settings.TENANT_APPS
        for model in config.get_models(include_auto_created=True)
        # Which is no other's under another name.
        if not model._meta.proxy
    ]


@cache
def planted_columns(model: type[models.Model]) -> dict[str, models.Field]:
    """Columns that can hold any text, so that they hold canaries."""
    return {
        str(field.column): field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        if f"{model._meta.db_table}.{field.column}" not in KEPT and (field.max_length or SHORTEST) >= SHORTEST
    }


type _Owner = psycopg.Connection[tuple[object, ...]]


def make_equal(owner: _Owner, *, source: str, targets: Mapping[str, str]) -> None:
    """Put the rows of the schema `source` into each target, by word, with the word's canaries for texts."""
    tables = {model: model._meta.db_table for model in tenant_models()}
    for table in tables.values():
        _run(owner, "CREATE TEMPORARY TABLE {kept} ON COMMIT DROP AS SELECT * FROM {table}", kept=(table,), table=(source, table))
    # Facts have triggers that let nobody take them away; the owner of the tables may put the triggers aside.
    places = [(schema, table) for schema in targets.values() for table in tables.values()]
    for place in places:
        _run(owner, "ALTER TABLE {table} DISABLE TRIGGER USER", table=place)
    owner.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(*place) for place in places)))
    for word, schema in targets.items():
        for model, table in tables.items():
            _insert_planted(owner, model, word, kept=(table,), into=(schema, table))
    # The keys between the tables are checked here; a table cannot be altered while that is still to come.
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for place in places:
        _run(owner, "ALTER TABLE {table} ENABLE TRIGGER USER", table=place)


def _insert_planted(owner: _Owner, model: type[models.Model], word: str, *, kept: tuple[str], into: tuple[str, str]) -> None:
    planted = planted_columns(model)
    columns = [str(field.column) for field in model._meta.local_fields]
    values = [
        _encrypted_canary(planted[name], word, into[0])
        if isinstance(planted.get(name), EncryptedTextField)
        else _canary(planted[name], word)
        if name in planted
        else sql.Identifier(name)
        for name in columns
    ]
    owner.execute(
        sql.SQL("INSERT INTO {into} ({columns}) SELECT {values} FROM pg_temp.{kept}").format(
            into=sql.Identifier(*into),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
            kept=sql.Identifier(*kept),
        )
    )
    if isinstance(model._meta.pk, models.AutoField):
        name = ".".join(f'"{part}"' for part in into)
        owner.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({name}, 'id'), (SELECT max(id) FROM {table}))").format(
                name=name, table=sql.Identifier(*into)
            )
        )


def plant_company(owner: _Owner, company: Company, word: str) -> None:
    for field in planted_columns(Company).values():
        owner.execute(
            sql.SQL("UPDATE public.companies_company SET {column} = {value} WHERE id = {key}").format(
                column=sql.Identifier(str(field.column)), value=_canary(field, word, number="1"), key=company.pk
            )
        )


def _canary(field: models.Field, word: str, number: str = "row_number() OVER ()") -> sql.Composable:
    """What stands in the field's column, as an expression; the number keeps what has to be unique unique."""
    text = f"canary-{word}-{field.model._meta.db_table}-{field.column}-"
    if isinstance(field, models.JSONField):
        # The same keys, so that sentences made of it stay sentences.
        expression = "(SELECT jsonb_object_agg(key, {text}::text) FROM jsonb_each({column}))"
        return sql.SQL(expression).format(text=text, column=sql.Identifier(str(field.column)))
    ending = "@mail.example" if isinstance(field, models.EmailField) else ""
    return sql.SQL("({text} || " + number + " || {ending})").format(text=text, ending=ending)


def _encrypted_canary(field: Any, word: str, schema_name: str) -> sql.Composable:
    """The same for a column that only its own company can read."""
    table = field.model._meta.db_table
    text = WRAPPED.get(f"{table}.{field.column}", "{}").format(f"canary-{word}-{table}-{field.column}-1")
    return sql.Literal(encrypt(text, schema_name=schema_name, place=field.place))


def _run(owner: _Owner, statement: str, **names: tuple[str, ...]) -> None:
    owner.execute(sql.SQL(statement).format(**{key: sql.Identifier(*parts) for key, parts in names.items()}))
