"""The bench's settings, with one app's migrations in a folder of their own, to which the bench adds further releases."""

import sys

from bench.settings import *  # noqa: F403 -- settings extend settings in this way.

FOLDER = BASE_DIR / ".local" / "bench" / "fleet"  # noqa: F405
RELEASES = FOLDER / "releases"
sys.path.append(str(RELEASES))
MIGRATION_MODULES = {"attendance": "attendance_releases"}
# Companies are deleted here, and their owners told.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
# For what we are compared with: the same pool, without the cleaning that only connections of several companies need.
PLAIN_OPTIONS = {
    name: {key: each for key, each in value.items() if key != "check"} if name == "pool" else value
    for name, value in DATABASE_OPTIONS.items()  # noqa: F405
}
