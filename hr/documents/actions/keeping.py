"""Keeping a file: looked at, counted, then stored."""

import hashlib
from dataclasses import dataclass

from core.files.kinds import Kind
from core.files.scanning import NotScanned, VirusFound, scan
from core.files.storage import FileNotKept, keep_file
from hr.documents.actions.refusals import FileRefused, NoRoom
from hr.documents.queries import storage


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


def keep_upload(upload: Upload, *, folder: str) -> str:
    """Keep it and return the name for its row. Raises NoRoom, FileRefused.

    Two that come at the same moment may both fit into what is left for one: the limit is not so sharp that they had to wait
    for each other.
    """
    size = len(upload.content)
    if not (room := storage()).has_room_for(size):
        raise NoRoom(room, size)
    try:
        scan(upload.content)
        return keep_file(folder, upload.content, upload.kind)
    except (VirusFound, NotScanned, FileNotKept) as error:
        raise FileRefused(error.message) from error
