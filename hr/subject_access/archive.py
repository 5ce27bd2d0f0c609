"""A complete file as people take it away: a page to read, tables for spreadsheets, JSON for programs, and the files."""

import json
import zipfile
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.files.storage import open_kept_file
from core.sheets import SheetKind, write_sheet
from hr.subject_access.contents import Content

_KEPT_IN_MEMORY = 5_000_000


def write_archive(content: Content) -> IO[bytes]:
    """The archive, at its beginning; large ones lie on the disk until they are closed."""
    file: IO[bytes] = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - the caller closes it.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = [each["called"] for each in content["files"] if not _add(archive, each["file"], each["called"])]
        left_out = [*content["left_out"], *(_("The file %(name)s is no longer kept.") % {"name": name} for name in missing)]
        archive.writestr("index.html", render_to_string("hr/subject_access/archive.html", {**content, "left_out": left_out}))
        archive.writestr("data.json", json.dumps({**content, "left_out": left_out}, ensure_ascii=False, indent=1))
        for group in content["groups"]:
            for number, table in enumerate(group["tables"], start=1):
                # The number, since titles may be alike, or of letters that no file name can have.
                name = f"tables/{slugify(group['code'])}/{number:02}-{slugify(table['title'])}".rstrip("-")
                with write_sheet(SheetKind.CSV, table["title"], table["headings"], table["rows"]) as sheet:
                    archive.writestr(f"{name}.csv", sheet.read())
    file.seek(0)
    return file


def _add(archive: zipfile.ZipFile, name: str, called: str) -> bool:
    """Put a kept file in, under a name that stays in the archive's own folder; False if it is gone."""
    safe = PurePosixPath("files", *(part for part in PurePosixPath(called).parts if part not in {"/", "..", "."}))
    try:
        with open_kept_file(name) as kept, archive.open(str(safe), "w") as into:
            for chunk in kept.chunks():
                into.write(chunk)
    except FileNotFoundError:
        return False
    return True
