"""One database with the schemas of two companies and their cast, built once per state of the code, copied per worker.

The companies are made by the product's own provisioning, so every test runs on what production would have.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests import cast

ROOT = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("config", "core", "tenants", "hr", "payroll", "billing")
PREFIX = "rooster_test"


def _code_hash() -> str:
    digest = hashlib.sha256()
    paths = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py") if "/tests/" not in str(path)]
    for path in sorted([*paths, Path(cast.__file__), Path(__file__)]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def owner_connection(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the login that owns the suite's databases."""
    login = settings.OWNER_DATABASE
    with psycopg.connect(
        host=login["HOST"],
        port=login["PORT"],
        user=login["USER"],
        password=login["PASSWORD"],
        dbname=database,
        autocommit=True,
    ) as owner:
        yield owner


def _run(owner: psycopg.Connection[tuple[object, ...]], statement: str, **names: str) -> None:
    owner.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))


def _use(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def ensure_template_database() -> str:
    """The name of the template database of this state of the code; made if it is not there."""
    name = f"{PREFIX}_{_code_hash()}"
    home = str(settings.OWNER_DATABASE["NAME"])
    with owner_connection(home) as owner:
        # Workers start together; the first one builds, the others wait.
        owner.execute("SELECT pg_advisory_lock(73010)")
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        _drop_old(owner)
        unfinished = f"{PREFIX}_making"
        _run(owner, "CREATE DATABASE {name}", name=unfinished)
        _use(unfinished)
        try:
            with _as_owner():
                call_command("migrate_shared", verbosity=0)
                call_command("build_schema_template", verbosity=0)
            cast.create_companies()
        finally:
            connection.close()
        _run(owner, "ALTER DATABASE {old} RENAME TO {new}", old=unfinished, new=name)
    return name


@contextmanager
def _as_owner() -> Iterator[None]:
    """Let the default connection log in as the owner, as manage.py does."""
    web = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({key: settings.OWNER_DATABASE[key] for key in ("USER", "PASSWORD")})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(web)


def _drop_old(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    """Remove what earlier states of the code left behind. Databases in use by a running suite are left alone."""
    in_use = {row[0] for row in owner.execute("SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL")}
    names = [str(row[0]) for row in owner.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])]
    for name in names:
        if name not in in_use:
            _run(owner, "DROP DATABASE IF EXISTS {name}", name=name)
    kept = [name for name in names if name in in_use]
    if not kept:
        roles = owner.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"t\\_%\\_\\_{PREFIX}%"]).fetchall()
        for (role,) in roles:
            _run(owner, "DROP ROLE IF EXISTS {role}", role=str(role))


@contextmanager
def copied_database(name: str) -> Iterator[str]:
    """A copy of the template database, gone at the end with the roles of the companies that were made in it."""
    template = ensure_template_database()
    home = str(settings.OWNER_DATABASE["NAME"])
    with ExitStack() as stack:
        with owner_connection(home) as owner:
            # Neither is it copied while another worker copies it, nor is the copy swept away before it is in use.
            owner.execute("SELECT pg_advisory_lock(73010), pg_advisory_lock(73011)")
            _run(owner, "CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
            # What may be done in a database is not copied with it.
            _run(owner, "REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC", name=name)
            stack.callback(_drop, home, name)
            # Stays open, so that no other run takes the database for a leftover.
            stack.enter_context(owner_connection(name))
        yield name


def _drop(home: str, name: str) -> None:
    with owner_connection(home) as owner:
        _run(owner, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
        for (role,) in owner.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"t\\_%\\_\\_{name}"]).fetchall():
            _run(owner, "DROP ROLE IF EXISTS {role}", role=str(role))


@contextmanager
def worker_database(worker: str) -> Iterator[str]:
    """The default connection's database for one xdist worker."""
    with copied_database(f"{PREFIX}_{os.getpid()}_{worker}") as name:
        _use(name)
        try:
            yield name
        finally:
            connection.close()
