"""Keeping a file: looked at, counted, then stored."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from core.files.kinds import Kind
from core.files.scanning import NotScanned, VirusFound, scan
from core.files.storage import FileNotKept, discard_file, keep_file
from hr.documents.actions.refusals import FileRefused, NoRoom
from hr.documents.queries import storage
from tenants.company_settings.models import CompanySettings


@dataclass(frozen=True, slots=True)
class Upload:
    """A file whose content was found to be a document."""

    content: bytes
    kind: Kind
    name: str
    """What its owner called it, fit to be suggested for a download."""

    @property
    def sha256(self) -> str:
        """The content's hash."""
        return hashlib.sha256(self.content).hexdigest()


@contextmanager
def kept_file(upload: Upload, *, folder: str) -> Iterator[str]:
    """Keep it and give its name for the row that is written inside, in this function's transaction. Raises NoRoom, FileRefused.

    Inside, all other uploads of the company wait, so that no two are let into room for one. What is refused there leaves no file.
    """
    size = len(upload.content)
    _refuse_beyond_plan(size)
    try:
        scan(upload.content)
        name = keep_file(folder, upload.content, upload.kind)
    except (VirusFound, NotScanned, FileNotKept) as error:
        raise FileRefused(error.message) from error
    with transaction.atomic():
        # Not around the commit: one that breaks off may have been made, and a row has its file.
        try:
            # There is one row of settings, which stands for the company. Scanning and keeping, which take long, are over.
            CompanySettings.objects.select_for_update().get()
            _refuse_beyond_plan(size)
            yield name
        except BaseException:  # Whatever it was, no row names the file now.
            discard_file(name)
            raise


def _refuse_beyond_plan(size: int) -> None:
    if not (room := storage()).has_room_for(size):
        raise NoRoom(room, size)
