"""Migrations run years after the code around them has changed, so they lean on next to nothing of ours."""

import io
import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.commands.makemigrations import Command

from tests.guards.sources import Problem, Source, check, python_files
from tests.guards.test_code import _imports

OURS = {"core", "config", "tenants", "hr", "payroll", "billing", "superadmin"}
LEANED_ON = {"core.ids", "core.fields", "core.validators"}

MIGRATIONS = [source for source in python_files() if source.is_migration]


def _leaning(source: Source) -> Iterator[Problem]:
    for node, module in _imports(source):
        if module.split(".")[0] in OURS and module not in LEANED_ON:
            yield Problem(
                source, node.lineno, f"imports {module}; only {', '.join(sorted(LEANED_ON))} stay as they are.", name=module
            )


def _nameless(source: Source) -> Iterator[Problem]:
    if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+\.py", source.name) or "auto" in source.name:
        yield Problem(source, 1, "does not say in its name what it changes.")


def test_they_import_nothing_that_changes() -> None:
    check(_leaning, MIGRATIONS)


def test_they_say_in_their_names_what_they_change() -> None:
    check(_nameless, MIGRATIONS)


@pytest.mark.usefixtures("db")
def test_none_is_missing() -> None:
    output = io.StringIO()
    try:
        # Django's own command: django-tenants' version looks for the tables of a company in public.
        call_command(Command(), check_changes=True, dry_run=True, stdout=output, stderr=output)
    except SystemExit:
        pytest.fail(f"The models say what no migration does:\n{output.getvalue()}")


def test_the_guards_bite() -> None:
    assert list(_leaning(Source("hr/x/migrations/0001_initial.py", "import hr.x.models\n")))
    assert list(_leaning(Source("hr/x/migrations/0001_initial.py", "from core.money import Money\n")))
    assert not list(_leaning(Source("hr/x/migrations/0001_initial.py", "import core.ids\nfrom django.db import models\n")))
    assert list(_nameless(Source("hr/x/migrations/0002_auto_20261121_0400.py", "")))
    assert list(_nameless(Source("hr/x/migrations/leave.py", "")))
