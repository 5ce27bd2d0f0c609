"""Releases with migrations that the product does not have, in a copy of an app's migrations that only the bench uses."""

import shutil
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_MIGRATIONS = ROOT / "hr" / "attendance" / "migrations"

_MIGRATION = """# {stamp}
from django.db import migrations, models


def read_and_write_rows(apps, schema_editor):
    for role in apps.get_model("accounts", "Role").objects.all():
        role.name = role.name.strip()
        role.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [("attendance", "{parent}")]
    operations = [{operation}]
"""

ADD_FIELD_WITH_INDEX = """
    migrations.AddField("punch", "{name}", models.CharField(max_length=40, db_default="", db_index=True))
"""
RUN_PYTHON = "migrations.RunPython(read_and_write_rows, migrations.RunPython.noop)"
CREATE_TABLE = """
    migrations.CreateModel(
        "{name}",
        [("id", models.BigAutoField(primary_key=True)), ("text", models.CharField(max_length=40, db_index=True))],
    )
"""


class Releases:
    """A package of migrations: the product's, and what is added to them."""

    def __init__(self, package: Path) -> None:
        """Copy the product's anew."""
        shutil.rmtree(package, ignore_errors=True)
        shutil.copytree(_MIGRATIONS, package, ignore=shutil.ignore_patterns("__pycache__"))
        self.folder = package.parent
        self._package = package

    def add(self, *operations: str) -> None:
        """One further release, with a migration for each operation. Nothing kept from an earlier run is taken for it."""
        for operation in operations:
            parent = max(path.stem for path in self._package.glob("[0-9]*.py"))
            name = f"bench_{int(parent[:4]) + 1}"
            text = _MIGRATION.format(stamp=uuid.uuid4(), parent=parent, operation=operation.format(name=name).strip())
            (self._package / f"{int(parent[:4]) + 1:04}_{name}.py").write_text(text)
