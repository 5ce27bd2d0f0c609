"""Files that no row names: what crashes have left behind. They go once they are old."""

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from core.files.disk import FilesOnDisk
from core.files.storage import all_files, company_file_kept_at, company_file_names, delete_company_file
from core.tenancy import current_schema_name

log = logging.getLogger(__name__)

# A row is written seconds after its file. The rest is for whoever puts back tables of a day before: their files are still there.
UNNAMED_FOR = timedelta(days=7)


def sweep_files(*, now: datetime) -> int:
    """Delete the current company's files that no row names for `UNNAMED_FOR`, and say how many.

    A folder of which `settings.FILE_COLUMNS` does not say which column names its files is left alone.
    """
    schema = current_schema_name()
    # Before the rows: a name is never used twice, so a file that is there and has no row now will have none.
    names = [name for name in company_file_names(schema) if _folder(name) in settings.FILE_COLUMNS]
    named = set().union(*map(_names_in, {_folder(name) for name in names}))
    left = [name for name in names if name not in named and company_file_kept_at(schema, name) < now - UNNAMED_FOR]
    for name in left:
        log.warning("No row names the file %s, so it is deleted.", name)
        delete_company_file(schema, name)
    return len(left)


def sweep_unfinished(*, now: datetime) -> int:
    """Delete what kills have left half written on the disk, and say how many. A bucket takes files whole."""
    storage = all_files()
    return storage.delete_unfinished(before=now - UNNAMED_FOR) if isinstance(storage, FilesOnDisk) else 0


def _folder(name: str) -> str:
    return name.partition("/")[0]


def _names_in(folder: str) -> set[str]:
    label, _dot, column = settings.FILE_COLUMNS[folder].rpartition(".")
    return set(QuerySet(apps.get_model(label)).exclude(**{column: ""}).values_list(column, flat=True))
