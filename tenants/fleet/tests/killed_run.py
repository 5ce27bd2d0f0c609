"""Run by test_killed in a process of its own: migrates the fleet of a test's release, until it is done or killed."""

import sys
from typing import Any
from unittest import mock

from django.conf import settings

package, templates = sys.argv[1:]
sys.path.insert(0, templates)
settings.MIGRATION_MODULES = {"attendance": package}
settings.SCHEMA_TEMPLATE_DIR = templates

import django  # noqa: E402 - the release first.

django.setup()

from django.core.management import call_command  # noqa: E402 - Django first.

from tenants.fleet.steps import CompanyMigrator  # noqa: E402


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class TellingMigrator(CompanyMigrator):
    """Says when a company's turn has come."""

    def migrate(self, schema: Any) -> None:
        say("company")
        super().migrate(schema)


if __name__ == "__main__":
    say("begun")
    with mock.patch("tenants.fleet.actions.CompanyMigrator", TellingMigrator):
        call_command("fleet", "migrate", max_failures=0)
