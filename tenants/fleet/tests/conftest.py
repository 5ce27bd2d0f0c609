"""A database of its own for each test, since runs commit; and releases with migrations that the product does not have."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.utils import timezone

from core.tenancy import enter_public, enter_schema
from hr.attendance import migrations as attendance_migrations
from tenants.companies.models import Company
from tenants.fleet.queries import current_release
from tenants.schemas import actions, template as template_module
from tenants.schemas.owner import owner_transaction
from tenants.schemas.postgresql.base import OwnedSchema
from tenants.schemas.template import SchemaTemplate, current_version, load_template
from tests.databases import PREFIX, copied_database

MIGRATION = """
from django.db import migrations, models

{code}

class Migration(migrations.Migration):
    {attributes}
    dependencies = [("attendance", "{parent}")]
    operations = [{operations}]
"""
NICKNAME = """
    migrations.AddField("punch", "nickname", models.CharField(max_length=20, default="none", db_index=True)),
"""
LAST_MIGRATION = max(path.stem for path in Path(str(attendance_migrations.__file__)).parent.glob("0*.py"))

MIGRATE_SCRATCH = template_module._migrate_scratch

Release = Callable[..., str]


@pytest.fixture
def owner_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the suite's database, entered as manage.py enters it. Acme and Globex are in it."""
    keys = ("NAME", "USER", "PASSWORD")
    before = {key: connection.settings_dict[key] for key in keys}
    with django_db_blocker.unblock(), copied_database(f"{PREFIX}_{os.getpid()}_fleet") as name:
        connection.close()
        connection.settings_dict.update({key: settings.OWNER_DATABASE[key] for key in keys} | {"NAME": name})
        try:
            enter_public()
            yield name
        finally:
            connection.close()
            connection.settings_dict.update(before)


def forget_release() -> None:
    for cached in (current_version, load_template, current_release):
        cached.cache_clear()


def _migrate_from(product: SchemaTemplate) -> Callable[[str], None]:
    """Run only what the release adds to the product's migrations, all of which take seconds."""

    def migrate(scratch: str) -> None:
        with owner_transaction() as cursor:
            cursor.execute(f'CREATE SCHEMA "{scratch}"')
            cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{scratch}", extensions'])
            cursor.execute(product.sql_for(scratch).encode())
        enter_schema(OwnedSchema(scratch))
        call_command(MigrateCommand(), verbosity=0, interactive=False)

    return migrate


@pytest.fixture
def from_scratch(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build templates as an installation does: by every migration."""
    monkeypatch.setattr(template_module, "_migrate_scratch", MIGRATE_SCRATCH)


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Release]:
    """Add a migration to the attendance app; each call is a further release. The package is the product's plus those."""
    package = tmp_path / f"release_{uuid.uuid4().hex}"
    shutil.copytree(Path(str(attendance_migrations.__file__)).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"attendance": package.name}
    for template in Path(settings.SCHEMA_TEMPLATE_DIR).glob("*.json"):
        shutil.copy(template, tmp_path)
    settings.SCHEMA_TEMPLATE_DIR = tmp_path
    monkeypatch.setattr(template_module, "_migrate_scratch", _migrate_from(load_template()))

    def add(name: str, operations: str, *, code: str = "", attributes: str = "", parent: str = "") -> str:
        parent = parent or max(path.stem for path in package.glob("0*.py"))
        text = MIGRATION.format(parent=parent, operations=operations, code=code, attributes=attributes)
        (package / f"{name}.py").write_text(text)
        forget_release()
        return current_version()

    yield add
    monkeypatch.undo()
    forget_release()


@pytest.fixture
def acme(owner_database: str) -> Company:
    company: Company = Company.objects.get(name="Acme Robotics")
    return company


@pytest.fixture
def globex(owner_database: str) -> Company:
    company: Company = Company.objects.get(name="Globex")
    return company


@pytest.fixture
def build_company(owner_database: str) -> Callable[..., Company]:
    """Register and build a further company; gone with the database."""

    def build(*, is_built: bool = True) -> Company:
        # Also from another thread, which is nowhere at first.
        enter_public()
        with mock.patch("tenants.schemas.tasks.build_company"):
            company = actions.request_company(
                name="Initech",
                subdomain=f"initech-{uuid.uuid4().hex[:8]}",
                owner_name="Ines Ito",
                owner_email="ines@initech.example",
                owner_password_hash="hash",
                country="JP",
                time_zone="Asia/Tokyo",
                currency="JPY",
                acting_user=None,
                now=timezone.now(),
            )
        if is_built:
            actions.provision_company(company_id=company.id)
            enter_public()
        return company

    return build
