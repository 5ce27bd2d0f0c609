"""The bench's settings, with one app's migrations in a folder of their own, to which the bench adds further releases."""

import sys

from bench.settings import *  # noqa: F403 -- settings extend settings in this way.

FOLDER = BASE_DIR / ".local" / "bench" / "fleet"  # noqa: F405
RELEASES = FOLDER / "releases"
sys.path.append(str(RELEASES))
MIGRATION_MODULES = {"attendance": "attendance_releases"}
# Companies are deleted here, and their owners told.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
