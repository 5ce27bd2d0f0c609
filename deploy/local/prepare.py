"""What `make run` does before the product starts, in one process, since loading Django takes longer than all of it.

Each step does nothing when there is nothing to do, so every start runs them all.
"""

import hashlib
import io
import json
import os
import sys
from pathlib import Path

import django
import django.db
import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from deploy.local.processes import write_private


def main() -> int:
    """Prepare everything; the exit code is 1, with a message, when settings, database or demo stand in the way."""
    try:
        django.setup()
        prepare()
    except (ImproperlyConfigured, CommandError) as error:
        print(error, file=sys.stderr)
    except (psycopg.OperationalError, django.db.OperationalError) as error:
        print(f"The database does not answer as DATABASE_OWNER_URL or DATABASE_URL says: {error}", file=sys.stderr)
    else:
        return 0
    return 1


def prepare() -> None:
    """Bring database, demo data and static files to this version, and note the demo's logins for the supervisor."""
    call_command("migrate_shared", verbosity=0)
    call_command("build_schema_template", stdout=io.StringIO())
    call_command("fleet", "migrate", stdout=io.StringIO())
    call_command("seed_demo")
    logins = io.StringIO()
    call_command("seed_demo", logins=True, stdout=logins)
    write_private(Path(os.environ["DEMO_LOGINS"]), logins.getvalue())
    collect_static_files()


def collect_static_files() -> None:
    """Run collectstatic when a file was added, changed or removed since the last time."""
    # Sizes and times tell quickly; copying, hashing and compressing thousands of files takes many seconds.
    found = sorted(
        (name, (details := Path(storage.path(name)).stat()).st_size, details.st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    digest = hashlib.sha256(json.dumps(found).encode()).hexdigest()
    note = Path(settings.STATIC_ROOT).with_suffix(".collected")
    if note.exists() and note.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(digest)


if __name__ == "__main__":
    sys.exit(main())
