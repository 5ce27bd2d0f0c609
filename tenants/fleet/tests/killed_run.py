"""Run by test_killed in a process of its own: migrates the fleet of a test's release, until it is done or killed."""

import sys

from django.conf import settings

package, templates = sys.argv[1:]
sys.path.insert(0, templates)
settings.MIGRATION_MODULES = {"attendance": package}
settings.SCHEMA_TEMPLATE_DIR = templates

import django  # noqa: E402 - the release first.

django.setup()

from django.core.management import call_command  # noqa: E402 - Django first.

if __name__ == "__main__":
    sys.stdout.write("Begun.\n")
    sys.stdout.flush()
    call_command("fleet", "migrate", max_failures=0)
