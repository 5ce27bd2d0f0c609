"""All companies' files in a folder on disk."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from core.ids import new_id

# A dot begins no folder of a company.
UNFINISHED = ".unfinished"


class FilesOnDisk(FileSystemStorage):
    """Django's, but a file is there whole or not at all: a full disk or a kill leaves no half of one under its name."""

    def _save(self, name: str, content: "File[Any]") -> str:
        target, unfinished = Path(self.path(name)), Path(self.path(UNFINISHED)) / new_id().hex
        for folder in (target.parent, unfinished.parent):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            with unfinished.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(0o640)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return name

    def delete_unfinished(self, *, before: datetime) -> int:
        """Delete what kills have left half written before a moment, and say how many."""
        left = 0
        for file in Path(self.path(UNFINISHED)).glob("*"):
            # One that is finished meanwhile is gone from here.
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < before.timestamp():
                    file.unlink()
                    left += 1
        return left
